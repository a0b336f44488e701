// What the tests of this folder say about objects that they write down only in part.

export type { CronJob, Job } from "../../../src/api/types.ts";

export type NewObjectSpec = Readonly<Record<string, unknown>>;

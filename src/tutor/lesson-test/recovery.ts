// Nobody is stuck: after a wrong attempt the step can still be solved, at once or once the learner has put back what they had changed.
// `undo` always leads back, but who does not know that only `undo` helps goes on trying.

import type { AnyObject } from "../../api/types.ts";
import { differenceOf, keyOf, type Scene } from "../draft/difference.ts";
import { manifestOf } from "../draft/manifest.ts";
import { isPassed } from "../judge.ts";
import { knownKinds } from "../kinds.ts";
import type { Solution } from "../lesson.ts";
import { takeSnapshot } from "../objects.ts";
import type { Workbench } from "../world.ts";
import type { Visit } from "./chain.ts";
import { runAll, settle } from "./play.ts";

// Who is not done after so long tries something else.
const LOOKS_MS: readonly number[] = [0, 5000, 20_000, 60_000, 120_000];
// What was put back has come to rest.
const REST_MS = 10_000;

/** How things are before an attempt. */
export async function remember(bench: Workbench): Promise<Scene> {
  const kinds = knownKinds().map(({ kind }) => kind);
  const { objects } = await takeSnapshot(bench.read, kinds, bench.now());
  return { objects, files: filesOf(bench) };
}

/** Whether the first solution works as if nothing had happened. */
export async function isSolvable({ step, bench }: Visit): Promise<boolean> {
  const [solution] = step.solutions;
  return solution !== undefined && (await works(solution, step, bench));
}

/** Whether one of the solutions works once everything is as it was, as far as a learner can put it back. */
export async function isMendable(visit: Visit, before: Scene): Promise<boolean> {
  const { step, bench } = visit;
  for (const solution of step.solutions) {
    await putBack(before, bench);
    if (await works(solution, step, bench)) return true;
  }
  return false;
}

async function works({ run }: Solution, step: Visit["step"], bench: Workbench): Promise<boolean> {
  try {
    if ((await runAll(run, bench)) !== undefined) return false;
  } catch {
    // The attempt has made nonsense of a file that the solution edits.
    return false;
  }
  const { report } = await settle(step, bench, { looks: () => LOOKS_MS });
  return isPassed(report);
}

/** Takes away what is new, restores what is another, makes anew what is gone. */
async function putBack(before: Scene, bench: Workbench): Promise<void> {
  const { objects, files } = await remember(bench);
  const { created, changed, deleted, written } = differenceOf(before, { objects, files });
  const earlier = new Map(before.objects.map((object) => [keyOf(object), object]));
  for (const { kind, metadata } of created)
    await bench.run(
      `kubectl delete ${kind} ${metadata.name} --ignore-not-found ${inNamespace(metadata.namespace)}`.trim(),
    );
  for (const { object } of changed) await write("PUT", { ...(earlier.get(keyOf(object)) ?? object) }, bench);
  for (const object of deleted) await write("POST", manifestOf(object) as unknown as AnyObject, bench);
  for (const path of written) bench.writeFile(path, before.files[path] ?? "");
  await bench.advance(REST_MS);
}

function inNamespace(namespace: string | undefined): string {
  return namespace === undefined ? "" : `-n ${namespace}`;
}

/** What the API refuses stays as it is. */
async function write(method: "PUT" | "POST", object: AnyObject, bench: Workbench): Promise<void> {
  const info = knownKinds().find(({ kind }) => kind === object.kind);
  if (info === undefined) return;
  const { resourceVersion: _, ...metadata } = object.metadata;
  const { namespace, name } = metadata;
  const root = info.apiVersion.includes("/") ? `/apis/${info.apiVersion}` : `/api/${info.apiVersion}`;
  const place = info.namespaced ? `/namespaces/${namespace ?? bench.namespace}` : "";
  const path = `${root}${place}/${info.resource}${method === "PUT" ? `/${name}` : ""}`;
  await bench.api({ method, path, query: {}, body: { ...object, metadata }, userAgent: "k8s-tutor" });
}

function filesOf({ files }: Workbench): Scene["files"] {
  return Object.fromEntries(files.list().map((path) => [path, files.read(path)]));
}

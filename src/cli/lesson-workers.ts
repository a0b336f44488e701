// Proves several lessons at the same time, one a processor. A worker is this program again, which keeps what it has compiled from lesson
// to lesson.

import { join } from "node:path";
import { parentPort, Worker, workerData } from "node:worker_threads";
import type { LessonTestReport } from "../tutor/lesson-test/report.ts";
import { readLessons } from "./course-files.ts";
import { type Played, type ProofOptions, playedOf, proveLesson } from "./lesson-proof.ts";
import { packageDirectory } from "./places.ts";

/** A lesson to prove. */
export interface Job extends Played {
  readonly file: string;
}

type Told = { readonly report: LessonTestReport } | { readonly error: Error };

const role = "lesson tests";

/** Proves the lessons with so many workers; the reports come in the order of the jobs, each as soon as those before it are there. */
export async function* proveLessons(
  jobs: readonly Job[],
  options: ProofOptions,
  workers: number,
): AsyncGenerator<LessonTestReport> {
  if (Math.min(workers, jobs.length) <= 1) {
    for (const job of jobs) yield await proveLesson(job, options);
    return;
  }
  const open = [...jobs.entries()];
  // Of what the command line brings along, a worker can be sent, and needs, only this.
  const { step, thorough } = options;
  const sent: ProofOptions = {
    ...(step === undefined ? {} : { step }),
    ...(thorough === undefined ? {} : { thorough }),
  };
  const results = jobs.map(() => later<LessonTestReport>());
  const crew = Array.from({ length: Math.min(workers, jobs.length) }, () => startWorker());
  const work = crew.map(async (worker) => {
    for (let next = open.shift(); next !== undefined; next = open.shift()) {
      const [index, { file, seed }] = next;
      await ask(worker, { file, seed, options: sent }).then(results[index]?.give, results[index]?.fail);
    }
  });
  try {
    for (const { promise } of results) yield await promise;
    await Promise.all(work);
  } finally {
    await Promise.all(crew.map((worker) => worker.terminate()));
  }
}

/** True in a worker, which has then answered until nobody asks any more. */
export function isWorker(): boolean {
  return parentPort !== null && workerData === role;
}

/** What a worker does. */
export function serveMain(): void {
  parentPort?.on("message", async ({ file, seed, options }: Question) => {
    const told: Told = await answer({ file, seed, options }).then(
      (report) => ({ report }),
      (error: unknown) => ({ error: error instanceof Error ? error : new Error(String(error)) }),
    );
    parentPort?.postMessage(told);
  });
}

interface Question {
  readonly file: string;
  readonly seed: number;
  readonly options: ProofOptions;
}

async function answer({ file, seed, options }: Question): Promise<LessonTestReport> {
  const [played] = readLessons([file]).flatMap((read) => playedOf(read, seed));
  if (played === undefined) throw new Error(`${file} can no longer be read`);
  return proveLesson(played, options);
}

function startWorker(): Worker {
  return new Worker(join(packageDirectory(), "bin/k8s-tutor.js"), { argv: ["test"], workerData: role });
}

function ask(worker: Worker, question: Question): Promise<LessonTestReport> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      worker.off("message", onMessage);
      worker.off("error", onError);
      settle();
    };
    const onError = (error: unknown) => end(() => reject(error));
    const onMessage = (told: Told) => end(() => ("report" in told ? resolve(told.report) : reject(told.error)));
    worker.on("message", onMessage);
    worker.on("error", onError);
    worker.postMessage(question);
  });
}

interface Later<T> {
  readonly promise: Promise<T>;
  give(value: T): void;
  fail(error: unknown): void;
}

function later<T>(): Later<T> {
  let give: Later<T>["give"] = () => undefined;
  let fail: Later<T>["fail"] = () => undefined;
  const promise = new Promise<T>((resolve, reject) => {
    give = resolve;
    fail = reject;
  });
  // Whoever asks for it hears of a failure; until then it is not unheard.
  promise.catch(() => undefined);
  return { promise, give, fail };
}

// Looks at a learner's terminal and cluster, live or after so many of their inputs, in a thread of its own.

import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Ledger } from "../../workshop/host/ledger.ts";
import type { LookView } from "../../workshop/protocol/view.ts";
import { packageDirectory } from "../places.ts";
import { type Journal, journalOf } from "./journal.ts";
import { LOOK_ROLE, type LookAnswer, type LookQuestion } from "./look-worker.ts";

/** A lesson that takes longer to be played again has an endless command in it; the thread is given up. */
const LIMIT_MS = 30_000;
const MEMORY_MB = 512;
/** Nobody waits behind more than this many others. */
const MOST_WAITING = 20;

type Waiting = { readonly give: (answer: LookAnswer) => void; readonly fail: (error: Error) => void };

export class Lookout {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private asked = 0;

  /** @param course the folder of the lessons; null: the built-in course. */
  constructor(
    private readonly ledger: Ledger,
    private readonly course: string | null,
  ) {}

  /** @param inputs how many of the learner's inputs are played; null: all. */
  async look(learner: string, inputs: number | null): Promise<LookView> {
    const journal = await this.journalOf(learner);
    const of = journal.inputs.length;
    const until = inputs === null ? of : Math.min(inputs, of);
    // Who rewinds and who looks live do not spoil each other's world.
    const key = inputs === null ? learner : `${learner} rewound`;
    const answer = await this.ask({ key, journal: { ...journal, inputs: journal.inputs.slice(0, until) } });
    if ("error" in answer) throw new Error(answer.error);
    return { learner, inputs: until, of, terminal: answer.terminal, map: answer.map };
  }

  async journalOf(learner: string): Promise<Journal> {
    const journal = journalOf(await this.ledger.eventsOf(learner));
    if (journal === undefined) throw new Error("this learner has not begun a lesson");
    return journal;
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
  }

  private ask(question: Omit<LookQuestion, "id">): Promise<LookAnswer> {
    if (this.waiting.size >= MOST_WAITING) throw new Error("too many looks at once; try again in a moment");
    const id = ++this.asked;
    const worker = this.begin();
    return new Promise<LookAnswer>((give, fail) => {
      const timer = setTimeout(() => this.giveUp(worker, "it takes too long to play this lesson again"), LIMIT_MS);
      const end = () => {
        clearTimeout(timer);
        this.waiting.delete(id);
      };
      this.waiting.set(id, {
        give: (answer) => {
          end();
          give(answer);
        },
        fail: (error) => {
          end();
          fail(error);
        },
      });
      worker.postMessage({ id, ...question } satisfies LookQuestion);
    });
  }

  private begin(): Worker {
    if (this.worker !== undefined) return this.worker;
    const worker = new Worker(join(packageDirectory(), "bin/k8s-tutor.js"), {
      argv: ["workshop", "lookout"],
      workerData: { role: LOOK_ROLE, course: this.course },
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    worker.on("message", (answer: LookAnswer) => this.waiting.get(answer.id)?.give(answer));
    worker.on("error", (error) => this.giveUp(worker, `a lesson could not be played again: ${String(error)}`));
    worker.unref();
    this.worker = worker;
    return worker;
  }

  private giveUp(worker: Worker, why: string): void {
    if (this.worker === worker) this.worker = undefined;
    void worker.terminate();
    for (const waiting of [...this.waiting.values()]) waiting.fail(new Error(why));
  }
}

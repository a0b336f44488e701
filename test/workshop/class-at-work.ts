// A room with the built pages, learners that do as they are told, and a real browser for the instructor.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { readPageFiles } from "../../src/workshop/host/page-files.ts";
import type { PageFiles } from "../../src/workshop/host/pages.ts";
import type { LearnerEvent } from "../../src/workshop/protocol/events.ts";
import type { ToLearner } from "../../src/workshop/protocol/messages.ts";
import type { Order } from "../../src/workshop/protocol/orders.ts";
import type { RoomLesson } from "../../src/workshop/room/course.ts";
import { type FarEnd, RoomAtWork } from "./room-at-work.ts";

const CHROMIUM = "/usr/bin/chromium";

/** Why no browser can be had; undefined when there is one. */
export const noBrowser = existsSync(CHROMIUM) ? undefined : `there is no ${CHROMIUM}: apt-get install chromium`;

export function openBrowser(): Promise<Browser> {
  const quiet = ["quic", "background-networking", "component-update", "sync", "gpu"].map((what) => `--disable-${what}`);
  return chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--no-first-run", ...quiet] });
}

export function builtPages(): PageFiles {
  const folder = mkdtempSync(join(tmpdir(), "k8s-tutor-page-"));
  execFileSync(process.execPath, [join(import.meta.dirname, "../../scripts/build-page.mjs"), folder]);
  const pages = readPageFiles(folder);
  rmSync(folder, { recursive: true });
  return pages;
}

const step = (id: string, task: string) => ({ id, task, estimateMs: 120_000 });

export const lessons: readonly RoomLesson[] = [
  {
    id: "first-pod",
    title: "Move in: your first Pod",
    steps: [
      step("count-buildings", "Find out how many buildings (nodes) take ordinary tenants."),
      step("rent", "Create a **Pod** named `web` from the image `nginx`, and see that it is ready."),
      step("address", "Find the node and the address of `web`."),
      step("move-out", "Delete `web`, and say what happens then."),
    ],
  },
  { id: "labels", title: "Labels", steps: [step("tag", "Tag them."), step("find", "Find them.")] },
];

/** @param folder where the room is kept, if not in one of its own. */
export function openClass(pages: PageFiles, folder?: string): Promise<RoomAtWork> {
  const lookout = async (learner: string, inputs: number | null) => ({
    learner,
    inputs: inputs ?? 4,
    of: 4,
    terminal: Array.from({ length: (inputs ?? 4) + 1 }, (_, n) => `$ kubectl get pods # ${n}`).concat(
      "\u001b[31mNAME\u001b[0m   READY   STATUS\u202e\u0007",
      "<script>window.wasRun = true</script>",
    ),
    map: ["┌ worker-1 ────────┐", "│ ● web  Running   │", "└──────────────────┘"],
  });
  return new RoomAtWork({ pages, lookout, lessons, ...(folder === undefined ? {} : { folder }) }).open();
}

export class ScriptedLearner {
  private seq = 0;

  private constructor(
    readonly id: string,
    readonly seat: string,
    private end: FarEnd<ToLearner>,
  ) {}

  static async join(room: RoomAtWork, name: string): Promise<ScriptedLearner> {
    const { learner, seat } = await room.join(name);
    const end = await room.learner(seat);
    end.say({ kind: "hello", device: "laptop", lastOrder: 0 });
    return new ScriptedLearner(learner, seat, end);
  }

  tell(...events: readonly LearnerEvent[]): this {
    const numbered = events.map((event) => ({ seq: ++this.seq, at: Date.now(), event }));
    this.end.say({ kind: "events", events: numbered });
    return this;
  }

  /** Stands at this step, those before it solved. */
  at(step: number, hintsShown = 0): this {
    const steps = [0, 1, 2, 3].map((n) => ({
      status: n < step ? ("solo" as const) : ("open" as const),
      hintsShown: n === step ? hintsShown : 0,
      attempts: n,
    }));
    const began = { kind: "began", lesson: "first-pod", edition: "e", seed: 1, title: "Move in" } as const;
    const journal = {
      kind: "journal",
      lesson: "first-pod",
      from: 0,
      inputs: [0, 1, 2, 3].map(
        (at) => ({ kind: "command", at, step, text: "kubectl get pods", mutated: false }) as const,
      ),
    } as const;
    return this.tell(began, journal, { kind: "standing", lesson: "first-pod", phase: "steps", step, steps });
  }

  fails(times: number, step: number, error?: string): this {
    const attempt: LearnerEvent = {
      kind: "attempt",
      lesson: "first-pod",
      step,
      command: "kubectl run",
      failed: error !== undefined,
      open: ["web is ready"],
      ...(error === undefined ? {} : { error }),
    };
    return this.tell(...Array.from({ length: times }, () => attempt));
  }

  raise(about?: string): this {
    return this.tell({ kind: "hand", raised: true, ...(about === undefined ? {} : { about }) });
  }

  /** The first order that fits, given already or yet to come. */
  async hears<K extends Order["kind"]>(
    kind: K,
    fits: (order: Extract<Order, { kind: K }>) => boolean = () => true,
  ): Promise<Extract<Order, { kind: K }>> {
    const isIt = (order: Order): order is Extract<Order, { kind: K }> =>
      order.kind === kind && fits(order as Extract<Order, { kind: K }>);
    const { orders } = await this.end.hear("orders", ({ orders }) => orders.some(({ order }) => isIt(order)));
    const found = orders.map(({ order }) => order).find(isIt);
    if (found === undefined) throw new Error("it was heard, and is not there");
    return found;
  }

  /** Every order of this kind so far. */
  heard(kind: Order["kind"]): readonly Order[] {
    return this.end.heard
      .flatMap((message) => (message.kind === "orders" ? message.orders : []))
      .map(({ order }) => order)
      .filter((order) => order.kind === kind);
  }

  leave(): void {
    this.end.socket.close();
  }
}

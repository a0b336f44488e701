// `k8s-tutor placement`: a short check that shows which lessons the learner may skip.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { PLACEMENT_FILE } from "../tutor/course.ts";
import { optionText } from "../tutor/option.ts";
import {
  knownLessons,
  loadPlacement,
  mostItems,
  nextItem,
  type Placement,
  type PlacementItem,
  type PlacementQuestion,
  type PlacementResults,
} from "../tutor/placement.ts";
import { type Console, openConsole } from "./console.ts";
import { lessonsDirectory, problemText, readText } from "./course-files.ts";
import { readDrills } from "./drill-files.ts";
import { UserError } from "./failure.ts";
import { readProgress, writeProgress } from "./progress-file.ts";
import { playDrill } from "./review.ts";
import { ask, say } from "./voice.ts";

export interface PlacementOptions {
  readonly lessons?: string;
  readonly plain?: boolean;
  readonly json?: boolean;
}

const DO_NOT_KNOW = "I do not know";

export async function placement(options: PlacementOptions): Promise<number> {
  if (options.json === true) {
    const { known = {} } = readProgress().progress;
    process.stdout.write(`${JSON.stringify({ known: Object.keys(known) }, null, 2)}\n`);
    return 0;
  }
  const check = openPlacement(options.lessons);
  if (process.stdin.isTTY !== true || process.stdout.isTTY !== true)
    throw new UserError("the placement check asks questions: start it in a terminal", 2);
  const console = openConsole(options);
  try {
    await new PlacementAtTerminal(check, console, options.lessons).run();
    return 0;
  } finally {
    console.close();
  }
}

function openPlacement(lessons: string | undefined): Placement {
  const file = join(lessons ?? lessonsDirectory(), PLACEMENT_FILE);
  if (!existsSync(file)) throw new UserError("this course has no placement check; k8s-tutor list shows its lessons");
  const { value, problems } = loadPlacement(file, readText(file));
  const [problem] = problems;
  if (value === undefined) throw new UserError(problem === undefined ? `${file} cannot be used` : problemText(problem));
  return value;
}

class PlacementAtTerminal {
  private results: PlacementResults = {};

  constructor(
    private readonly check: Placement,
    private readonly console: Console,
    private readonly lessons: string | undefined,
  ) {}

  async run(): Promise<void> {
    const most = mostItems(this.check);
    say(
      this.console,
      `**Where to begin?** At most ${most} questions and small tasks, in the order of the course; it ends earlier when enough is known. Nothing is locked by it. \`exit\` leaves.`,
    );
    for (let item = nextItem(this.check, this.results); item !== undefined; item = nextItem(this.check, this.results)) {
      const isRight = item.kind === "question" ? await this.question(item.question) : await this.task(item);
      if (isRight === undefined) {
        say(this.console, "Left: nothing was marked.");
        return;
      }
      this.results = { ...this.results, [item.key]: isRight };
    }
    this.conclude();
  }

  /** Undefined when the learner leaves. */
  private async question({ ask: asked, options }: PlacementQuestion): Promise<boolean | undefined> {
    const texts = [...options.map(({ text }) => text), DO_NOT_KNOW];
    const lines = texts.map((text, index) => `${index + 1}. ${text}`).join("\n");
    say(this.console, `**${Object.keys(this.results).length + 1}.** ${asked}\n\n${lines}`);
    for (;;) {
      const read = await ask(this.console, `1-${texts.length} >`);
      if (read.kind !== "line" || ["exit", "quit"].includes(read.text.trim())) return undefined;
      const chosen = optionText(texts, read.text);
      if (chosen !== undefined) return options.find(({ text }) => text === chosen)?.correct === true;
      say(this.console, `Type a number from 1 to ${texts.length}.`);
    }
  }

  private async task({ drill: id }: Extract<PlacementItem, { kind: "task" }>): Promise<boolean | undefined> {
    const drill = readDrills(this.lessons, 1 + Math.floor(Math.random() * 1000)).find((one) => one.id === id);
    if (drill === undefined) return false;
    const { left, outcome } = await playDrill(drill, this.console);
    return left === "shell" ? undefined : outcome === "solo";
  }

  private conclude(): void {
    const known = knownLessons(this.check, this.results);
    const { progress } = readProgress();
    const now = Date.now();
    const marked = Object.fromEntries(known.map((lesson) => [lesson, progress.known?.[lesson] ?? { at: now }]));
    writeProgress({ ...progress, known: marked });
    const right = Object.values(this.results).filter((one) => one).length;
    const what =
      known.length === 0
        ? "Begin at the beginning: `k8s-tutor start`."
        : `You may skip ${known.length === 1 ? "one lesson" : `${known.length} lessons`}: ${known.map((id) => `\`${id}\``).join(", ")}. They are marked as known, and stay open to you.`;
    say(this.console, `**${right} of ${Object.keys(this.results).length} right.** ${what}`);
  }
}

// `k8s-tutor placement`: a short check that shows which lessons the learner may skip.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { PLACEMENT_FILE } from "../tutor/course.ts";
import type { Texts } from "../tutor/language/english.ts";
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
import { renderMessage } from "../tutor/render.ts";
import { type Console, openConsole } from "./console.ts";
import { lessonsDirectory, problemText, readText, translationOf } from "./course-files.ts";
import { readDrills } from "./drill-files.ts";
import { UserError } from "./failure.ts";
import { readProgress, writeProgress } from "./progress-file.ts";
import { playDrill } from "./review.ts";
import { typesetterOf } from "./typesetter.ts";
import { ask, say } from "./voice.ts";

export interface PlacementOptions {
  readonly lessons?: string;
  readonly plain?: boolean;
  readonly json?: boolean;
  /** In the language of the learner. */
  readonly texts?: Texts;
}

export async function placement(options: PlacementOptions): Promise<number> {
  if (options.json === true) {
    const { known = {} } = readProgress().progress;
    process.stdout.write(`${JSON.stringify({ known: Object.keys(known) }, null, 2)}\n`);
    return 0;
  }
  const check = openPlacement(options.lessons, options.texts?.code);
  if (process.stdin.isTTY !== true || process.stdout.isTTY !== true)
    throw new UserError(({ placement: says }) => says.needsTerminal, 2);
  const console = openConsole(options);
  try {
    await new PlacementAtTerminal(check, console, options.lessons).run();
    return 0;
  } finally {
    console.close();
  }
}

function openPlacement(lessons: string | undefined, language: string | undefined): Placement {
  const root = lessons ?? lessonsDirectory();
  const file = join(root, PLACEMENT_FILE);
  if (!existsSync(file)) throw new UserError(({ placement: says }) => says.none);
  const { value, problems } = loadPlacement(file, readText(file), translationOf(root, PLACEMENT_FILE, language));
  const [problem] = problems;
  if (value === undefined)
    throw new UserError(({ errors }) => (problem === undefined ? errors.unusable(file) : problemText(problem)));
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
    say(this.console, this.says.begin(most));
    for (let item = nextItem(this.check, this.results); item !== undefined; item = nextItem(this.check, this.results)) {
      const isRight = item.kind === "question" ? await this.question(item.question) : await this.task(item);
      if (isRight === undefined) {
        say(this.console, this.says.left);
        return;
      }
      this.results = { ...this.results, [item.key]: isRight };
    }
    this.conclude();
  }

  private get says(): Texts["placement"] {
    return this.console.texts.placement;
  }

  /** Undefined when the learner leaves. */
  private async question(question: PlacementQuestion): Promise<boolean | undefined> {
    const { ask: asked, options } = question;
    const texts = [...options.map(({ text }) => text), this.says.doNotKnow];
    const lines = texts.map((text, index) => `${index + 1}. ${text}`).join("\n");
    const put = () => say(this.console, `**${Object.keys(this.results).length + 1}.** ${asked}\n\n${lines}`);
    put();
    for (;;) {
      const read = await ask(this.console, `1-${texts.length} >`, put);
      if (read.kind !== "line" || ["exit", "quit"].includes(read.text.trim())) return undefined;
      const chosen = optionText(texts, read.text);
      if (chosen === undefined) {
        say(this.console, this.console.texts.render.typeNumber(texts.length));
        continue;
      }
      const isRight = options.find(({ text }) => text === chosen)?.correct === true;
      if (!isRight) this.tellRight(question, chosen === this.says.doNotKnow);
      return isRight;
    }
  }

  /** Who has missed is told at once, and why. */
  private tellRight({ options, explain }: PlacementQuestion, isUnknown: boolean): void {
    const answer = options.find(({ correct }) => correct === true)?.text ?? "";
    if (explain === undefined) return;
    const message = { kind: "quiz-answer", right: false, answer, explain, isUnknown } as const;
    this.console.terminal.announce(renderMessage(message, typesetterOf(this.console)));
  }

  private async task({ drill: id }: Extract<PlacementItem, { kind: "task" }>): Promise<boolean | undefined> {
    const drill = readDrills(this.lessons, 1 + Math.floor(Math.random() * 1000), this.console.texts.code).find(
      (one) => one.id === id,
    );
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
    const what = known.length === 0 ? this.says.atTheBeginning : this.says.maySkip(known);
    say(this.console, `${this.says.right(right, Object.keys(this.results).length)} ${what}`);
  }
}

// One lesson at a terminal: carries out what the session decides, and hands it what happens.

import type { Effect, Input } from "../tutor/effect.ts";
import { judgeStep, type StepReport } from "../tutor/judge.ts";
import type { Lesson } from "../tutor/lesson.ts";
import type { Message } from "../tutor/message.ts";
import { wantsNearMisses } from "../tutor/near-feedback.ts";
import { renderMessage } from "../tutor/render.ts";
import { update } from "../tutor/session.ts";
import { enterStep, setUpLesson } from "../tutor/setup.ts";
import { currentAnswers, initialState, type LoggedInput, type SessionState } from "../tutor/state.ts";
import { tellTask } from "../tutor/travel.ts";
import type { Attempt, Company, CompanyRequest } from "./company.ts";
import type { Console } from "./console.ts";
import { Desk } from "./desk.ts";
import { UserError } from "./failure.ts";
import type { Keeper } from "./keeper.ts";
import type { LessonPlace } from "./lesson-place.ts";
import type { LessonWorld } from "./lesson-world.ts";
import { BACK } from "./menu-entries.ts";
import { typesetterOf } from "./typesetter.ts";

/** How often is looked whether something has come true while a command runs. */
const watchEveryMs = 1000;
const watchOutsideEveryMs = 3000;
/** A cluster outside that has not answered is asked again after this long. */
const askAgainMs = 5000;

export type Leave = "shell" | "menu" | "again";

export interface Around {
  /** Somebody who goes through the lesson together with the learner. */
  readonly company?: Company | undefined;
  /** What `list` opens above the lesson, which stands still meanwhile: what was chosen there, undefined to leave. Absent: `list` ends it. */
  readonly menu?: (() => Promise<string | undefined>) | undefined;
}

export class LessonSession {
  /** What the learner has left the lesson for. */
  chosen: string | undefined;
  private state: SessionState;
  private left: Leave | undefined;
  private judgement: { readonly at: number; readonly asked: boolean } | undefined;
  /** The learner knows that the cluster does not answer. */
  private isSilent = false;
  /** What the next judgement will be about. */
  private attempt: Attempt | undefined;
  /** What the company asked while a command ran, and could not be done then. */
  private asked: CompanyRequest[] = [];
  /** A command runs, and this is when is looked next what has come true. */
  private isWatching = false;
  private watchAt = 0;
  private readonly desk: Desk;
  private readonly company: Company | undefined;
  private readonly menu: Around["menu"];

  constructor(
    private readonly lesson: Lesson,
    private readonly console: Console,
    private readonly place: LessonPlace,
    private readonly keeper: Keeper,
    { company, menu }: Around = {},
  ) {
    this.company = company;
    this.menu = menu;
    this.state = { ...initialState(lesson, place.kind, console.texts), openTo: company?.openTo(lesson.id) };
    this.desk = new Desk({
      name: lesson.id,
      console,
      place,
      say: (text) => this.say(text),
      isTutored: true,
      mark: () => company?.mark(console.styler.plain) ?? "",
      onTaskKey: () => void this.dispatch({ kind: "line", at: this.desk.elapsed(), text: "task", isCommand: false }),
      written: (path, content) => this.dispatch({ kind: "file-written", at: this.desk.elapsed(), path, content }),
    });
  }

  async run(): Promise<Leave> {
    for (const text of this.place.notes) this.say(text);
    const saved = this.keeper.saved(this.lesson);
    try {
      await this.dispatch(
        saved === undefined ? { kind: "start" } : { kind: "start", saved: { ...saved, texts: this.console.texts } },
      );
      while (this.left === undefined) await this.turn();
      return this.left;
    } finally {
      await this.desk.close();
    }
  }

  /** Virtual milliseconds since the beginning. */
  get elapsed(): number {
    return this.desk.elapsed();
  }

  get snapshot(): SessionState {
    return this.state;
  }

  private async turn(): Promise<void> {
    const read = await this.desk.prompt.read(() => this.judgeAtPrompt());
    if (this.left !== undefined) return;
    if (read.kind === "end") {
      await this.enter("exit");
      return;
    }
    if (read.kind === "interrupt" || read.text.trim() === "") return;
    this.console.remember(read.text);
    // What was asked before the line was entered comes before it.
    await this.heed();
    if (this.left === undefined) await this.enter(read.text);
  }

  /** A review task is over once it is solved, whatever is being typed just then. */
  private async judgeAtPrompt(): Promise<void> {
    await this.heed();
    await this.judgeWhenDue();
    if (this.left !== undefined) this.console.terminal.interrupt();
  }

  private async enter(text: string): Promise<void> {
    const answer = this.company?.take(text, typesetterOf(this.console));
    if (answer !== undefined) return this.console.terminal.print(answer);
    return this.dispatch({ kind: "line", at: this.desk.elapsed(), text, isCommand: this.desk.isCommand(text) });
  }

  private async dispatch(input: Input): Promise<void> {
    const { state, effects } = update(this.state, input);
    this.state = state;
    this.company?.changed(state);
    for (const effect of effects) await this.carryOut(effect);
  }

  /** Does what the company asks. */
  private async heed(): Promise<void> {
    const { company, desk } = this;
    const asked = [...this.asked.splice(0), ...(company?.requests(typesetterOf(this.console)) ?? [])];
    for (const request of asked) {
      if (request.kind === "tell") this.console.terminal.print(request.lines);
      else if (request.kind === "depart") this.left = "menu";
      else if (request.kind === "gate") await this.moveGate();
      else if (request.kind === "go") await this.dispatch({ kind: "go", at: desk.elapsed(), step: request.step });
      else await this.dispatch({ kind: "reset-step" });
    }
  }

  /** While a command runs: it is heard at once, and what would change the cluster below the command waits for its end. */
  private async heedMeanwhile(): Promise<void> {
    for (const request of this.company?.requests(typesetterOf(this.console)) ?? []) {
      if (request.kind === "tell") this.console.terminal.announce(request.lines);
      else if (request.kind === "gate" && this.state.isWaiting !== true) await this.moveGate();
      // Somebody who is wanted elsewhere is asked for as long as they are here.
      else if (request.kind !== "depart") this.asked.push(request);
    }
  }

  private moveGate(): Promise<void> {
    return this.dispatch({ kind: "gate", at: this.desk.elapsed(), openTo: this.company?.openTo(this.lesson.id) });
  }

  private async carryOut(effect: Effect): Promise<void> {
    switch (effect.kind) {
      case "print":
        this.print(effect.message);
        return;
      case "run":
        return this.runCommand(effect.command);
      case "judge":
        this.judgement = { at: this.desk.elapsed() + effect.afterMs, asked: effect.asked };
        if (effect.afterMs === 0) await this.judgeWhenDue();
        return;
      case "setup":
        return this.orGiveUp(() => this.setUp());
      case "enter-step":
        return this.orGiveUp(() => this.enterStep(effect.step, effect.jump));
      case "replay":
        return this.replay(effect.inputs);
      case "save":
        this.keeper.save(this.state);
        return;
      case "completed":
        this.keeper.completed(this.state, effect);
        return;
      case "leave":
        if (effect.to === "menu" && this.menu !== undefined) return this.lookAtMenu(this.menu);
        this.left = effect.to;
    }
  }

  /** Who comes back finds everything as it was. */
  private async lookAtMenu(menu: () => Promise<string | undefined>): Promise<void> {
    const chosen = await this.console.terminal.lend(menu);
    const isBack = chosen === BACK || (chosen === this.lesson.id && this.state.phase !== "done");
    if (isBack) {
      this.desk.rebase();
      return this.say(this.console.texts.session.leftOff(this.lesson.title));
    }
    this.chosen = chosen;
    this.left = chosen === undefined ? "shell" : "menu";
  }

  private async runCommand(command: string): Promise<void> {
    this.watchAt = this.desk.elapsed() + watchEveryMs;
    this.isWatching = true;
    const { isOver, ...finished } = await this.desk.run(command, async () => {
      await this.heedMeanwhile();
      await this.watch();
    });
    this.isWatching = false;
    if (isOver) {
      this.left = "shell";
      this.keeper.save(this.state);
      return;
    }
    this.attempt = {
      command: finished.text,
      mutated: finished.mutated,
      failed: finished.failed,
      error: this.desk.complaintSince(finished.startedAt),
    };
    await this.dispatch({ kind: "command-finished", ...finished });
  }

  /** Ticks off what comes true while a command runs, as `get -w` does before the learner's eyes. */
  private async watch(): Promise<void> {
    const { desk, state } = this;
    const step = this.lesson.steps[state.current];
    if (this.console.terminal.isTaken || desk.elapsed() < this.watchAt || step === undefined || state.phase !== "steps")
      return;
    this.watchAt = desk.elapsed() + (this.isHere ? watchEveryMs : watchOutsideEveryMs);
    const { bench } = desk;
    bench.looksAhead = false;
    for (const [id, text] of Object.entries(currentAnswers(state))) bench.answer(id, text);
    const report = await this.judged(() => judgeStep(step, bench, { isThorough: false }));
    if (report !== undefined) await this.dispatch({ kind: "watched", step: state.current, report });
  }

  /** Judges the step when its time has come; called while the learner is at the prompt, too. */
  private async judgeWhenDue(): Promise<void> {
    const { judgement, desk } = this;
    if (judgement === undefined || !desk.isOpen || judgement.at > desk.elapsed()) return;
    this.judgement = undefined;
    const step = this.lesson.steps[this.state.current];
    if (step === undefined || this.state.phase !== "steps") return;
    const { bench } = desk;
    // What may still come is waited for, with the learner; only who asks is told what a copy of the cluster would do.
    bench.looksAhead = judgement.asked && bench.canFork;
    for (const [id, text] of Object.entries(currentAnswers(this.state))) bench.answer(id, text);
    const last = this.state.inputs.at(-1);
    if (last?.kind === "answer") bench.attemptStart = desk.instantOf(last.at);
    const { state } = this;
    const { asked } = judgement;
    const report = await this.judged(() =>
      judgeStep(step, bench, { wantsNearMisses: (soFar) => wantsNearMisses(state, soFar, asked) }),
    );
    if (report === undefined) return;
    this.tellAttempt(report);
    await this.dispatch({
      kind: "judged",
      at: desk.elapsed(),
      step: this.state.current,
      asked: judgement.asked,
      report,
    });
  }

  /** Nothing when a cluster outside does not answer just now: then it is asked again. */
  private async judged(judge: () => Promise<StepReport>): Promise<StepReport | undefined> {
    try {
      const report = await judge();
      this.isSilent = false;
      return report;
    } catch (error) {
      if (this.isHere) throw error;
      const text = this.console.texts.session.unseen(messageOf(error));
      if (!this.isSilent) this.say(text);
      this.isSilent = true;
      this.judgement = { at: this.desk.elapsed() + askAgainMs, asked: false };
      return undefined;
    }
  }

  /** What goes wrong with a cluster outside is no fault of the tutor's. */
  private async orGiveUp(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (this.isHere || error instanceof UserError) throw error;
      const why = messageOf(error);
      throw new UserError(({ errors }) => errors.cannotGoOn(why));
    }
  }

  private setUp(): Promise<void> {
    return this.desk.open((bench: LessonWorld) => setUpLesson(this.lesson, bench));
  }

  private async enterStep(index: number, jump: boolean): Promise<void> {
    const { bench } = this.desk;
    await enterStep(this.lesson, index, jump, bench);
    bench.attemptStart = bench.now();
    this.desk.rebase();
  }

  /** The world as the inputs left it. */
  private async replay(inputs: readonly LoggedInput[]): Promise<void> {
    await this.setUp();
    await this.desk.replay(inputs, ({ step, jump }) => enterStep(this.lesson, step, jump, this.desk.bench));
  }

  private tellAttempt(report: StepReport): void {
    const { attempt, company, state } = this;
    this.attempt = undefined;
    const last = state.inputs.at(-1);
    if (attempt !== undefined) company?.tried(attempt, state, report);
    else if (last?.kind === "answer" && state.after === "answer")
      company?.tried({ command: `answer ${last.text}`, mutated: true, failed: false }, state, report);
  }

  private print(said: Message): void {
    const more = said.kind === "help" ? this.company?.words() : undefined;
    this.console.heard?.(said);
    const message = said.kind === "help" && more !== undefined ? { ...said, words: { ...said.words, ...more } } : said;
    const lines = message.kind === "intro" ? this.fitted(message) : renderMessage(message, typesetterOf(this.console));
    // A tick stands among the lines of what is running, without a gap.
    this.console.terminal.announce(this.isWatching && message.kind === "ticked" ? lines.slice(1) : lines);
  }

  /** The introduction, as much of it as has room above the first task: the beginning of a story must not scroll away. */
  private fitted(intro: Extract<Message, { kind: "intro" }>): readonly string[] {
    const { terminal } = this.console;
    const paper = typesetterOf(this.console);
    const task = tellTask(this.state).flatMap((effect) =>
      effect.kind === "print" ? renderMessage(effect.message, paper) : [],
    );
    const [whole, ...briefer] = [intro, { ...intro, brevity: 1 as const }, { ...intro, brevity: 2 as const }].map(
      (one) => renderMessage(one, paper),
    );
    if (whole === undefined || !terminal.interactive || intro.isAsked === true) return whole ?? [];
    const fits = (lines: readonly string[]) => lines.length + task.length + 1 <= terminal.rows;
    return [whole, ...briefer].find(fits) ?? briefer.at(-1) ?? whole;
  }

  private say(text: string): void {
    this.print({ kind: "note", text });
  }

  private get isHere(): boolean {
    return this.place.kind === "here";
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

// One exam at a terminal: carries out what the session decides, hands it what happens, and watches the clock.

import { stageOf } from "../tutor/exam/exam.ts";
import { gradeExam } from "../tutor/exam/grade.ts";
import { reportOf } from "../tutor/exam/report.ts";
import type { ExamResult, ExamRun } from "../tutor/exam/result.ts";
import { type ExamEffect, type ExamInput, type ExamState, leftMs, updateExam } from "../tutor/exam/session.ts";
import type { Lesson } from "../tutor/lesson.ts";
import { enterStep, setUpLesson } from "../tutor/setup.ts";
import type { Console } from "./console.ts";
import { Desk } from "./desk.ts";
import { builtInPlace } from "./lesson-place.ts";
import { readProgress, writeProgress } from "./progress-file.ts";
import { say } from "./voice.ts";

type WithoutNow<T> = T extends unknown ? Omit<T, "now"> : never;

export class ExamSession {
  private isLeft = false;
  private readonly stage: Lesson;
  private readonly desk: Desk;

  constructor(
    private state: ExamState,
    private readonly console: Console,
  ) {
    this.stage = stageOf(state.exam, state.run.seed);
    this.desk = new Desk({
      name: this.stage.id,
      console,
      place: builtInPlace(this.stage),
      say: (text) => say(console, text),
      onTaskKey: () => void this.dispatch({ kind: "line", text: "task" }),
      written: (path, content) => this.dispatch({ kind: "file-written", at: this.desk.elapsed(), path, content }),
    });
  }

  async run(): Promise<void> {
    try {
      const { desk, stage } = this;
      await desk.open(async (bench) => {
        await setUpLesson(stage, bench);
        await enterStep(stage, 0, false, bench);
      });
      await desk.replay(this.state.run.inputs, async () => undefined);
      await this.dispatch({ kind: "begin" });
      while (!this.isLeft) await this.turn();
    } finally {
      await this.desk.close();
    }
  }

  private async turn(): Promise<void> {
    const read = await this.desk.prompt.read(() => this.tick());
    if (this.isLeft) return;
    if (read.kind === "end") return this.dispatch({ kind: "line", text: "exit" });
    if (read.kind === "interrupt" || read.text.trim() === "") return;
    this.console.remember(read.text);
    await this.dispatch({ kind: "line", text: read.text });
  }

  private async tick(): Promise<void> {
    if (this.isLeft) return;
    await this.dispatch({ kind: "tick" });
    // A line that is being typed when the time is over is not waited for.
    if (this.isLeft) this.console.terminal.interrupt();
  }

  private async dispatch(input: WithoutNow<ExamInput>): Promise<void> {
    const { state, effects } = updateExam(this.state, { ...input, now: Date.now() });
    this.state = state;
    for (const effect of effects) await this.carryOut(effect);
  }

  private async carryOut(effect: ExamEffect): Promise<void> {
    switch (effect.kind) {
      case "say":
        return say(this.console, effect.text);
      case "run":
        return this.runCommand(effect.command);
      case "save":
        return keepRun(this.state.run);
      case "grade":
        return this.dispatch({ kind: "graded", grades: await gradeExam(this.state.exam, this.desk.bench) });
      case "result":
        keepResult(effect.result);
        return say(this.console, reportOf(effect.result, this.console.texts));
      case "leave":
        this.isLeft = true;
    }
  }

  /** A command that still runs when the time is over is interrupted. */
  private async runCommand(command: string): Promise<void> {
    const { exam, run } = this.state;
    const { world } = this.desk.bench;
    const clock = setTimeout(() => world.interrupt(), Math.max(0, leftMs(exam, run, Date.now())));
    try {
      const { isOver, startedAt, text, mutated } = await this.desk.run(command);
      if (isOver) return await this.dispatch({ kind: "line", text: "exit" });
      await this.dispatch({ kind: "command-finished", startedAt, text, mutated });
    } finally {
      clearTimeout(clock);
    }
  }
}

function keepRun(examRun: ExamRun): void {
  writeProgress({ ...readProgress().progress, examRun });
}

function keepResult(result: ExamResult): void {
  const { examRun: _, ...progress } = readProgress().progress;
  writeProgress({ ...progress, exams: [...(progress.exams ?? []), result] });
}

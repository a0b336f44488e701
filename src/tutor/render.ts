// Puts what the tutor says into lines of text. How things look (colours, marks, Markdown) is handed in as a typesetter.

import { formatDuration } from "./format/values.ts";
import type { ConditionReport } from "./judge.ts";
import type { Texts } from "./language/english.ts";
import type { Message } from "./message.ts";

/** What src/terminal offers. */
export interface Typesetter {
  /** Columns, 40 to 200. */
  readonly width: number;
  /** No drawing, ASCII marks, for screen readers and dumb terminals. */
  readonly plain: boolean;
  /** In the language of the learner. */
  readonly texts: Texts;
  markdown(text: string, width: number): readonly string[];
  style(tone: "heading" | "muted" | "code" | "success" | "warning" | "accent" | "strong", text: string): string;
  mark(mark: "done" | "open" | "waiting" | "wrong" | "hint" | "bullet"): string;
}

/** Long lines tire the eye. */
const TEXT_WIDTH = 88;

/** The lines of a message, with an empty one before it. */
export function renderMessage(message: Message, paper: Typesetter): readonly string[] {
  return ["", ...body(message, paper)];
}

function body(message: Message, paper: Typesetter): readonly string[] {
  switch (message.kind) {
    case "intro":
      return intro(message, paper);
    case "task":
      return task(message, paper);
    case "progress":
      return howFar(message, paper);
    case "conditions":
      return message.conditions.flatMap((condition) => conditionLines(condition, paper));
    case "ticked":
      return message.titles.flatMap((title) => marked("done", "success", title, paper));
    case "waiting":
      return marked("waiting", "muted", waitingText(message, paper), paper);
    case "feedback":
      return marked("hint", "warning", message.text, paper);
    case "question":
      return question(message.question.ask, message.question.shown ?? message.question.options, paper);
    case "wrong-answer":
      return marked("wrong", "warning", paper.texts.render.wrongAnswer(message.given), paper);
    case "hint":
      return labelled(paper.texts.render.hint(message.number), message.text, paper);
    case "solution":
      return solution(message, paper);
    case "solved":
      return solved(message, paper);
    case "quiz":
      return [
        paper.style("heading", `${progress(message.number, message.total)} ${paper.texts.render.quiz}`),
        ...question(message.item.ask, message.options, paper),
      ];
    case "quiz-answer":
      return quizAnswer(message, paper);
    case "done":
      return done(message, paper);
    case "help":
      return help(message.words, paper);
    case "note":
      return text(message.text, paper);
  }
}

type Of<K extends Message["kind"]> = Extract<Message, { kind: K }>;

function text(markdown: string, paper: Typesetter, indent = 0): readonly string[] {
  const width = Math.min(paper.width, TEXT_WIDTH) - indent;
  return paper.markdown(markdown, Math.max(20, width)).map((line) => (line === "" ? "" : " ".repeat(indent) + line));
}

function muted(said: string, paper: Typesetter): readonly string[] {
  return text(said, paper).map((line) => paper.style("muted", line));
}

/** A mark before the text, which hangs behind it. */
function marked(
  mark: Parameters<Typesetter["mark"]>[0],
  tone: Parameters<Typesetter["style"]>[0],
  said: string,
  paper: Typesetter,
): readonly string[] {
  const sign = paper.mark(mark);
  const indent = sign.length + 1;
  return text(said, paper, indent).map((line, index) =>
    index === 0 ? `${paper.style(tone, sign)} ${line.slice(indent)}` : line,
  );
}

function labelled(label: string, said: string, paper: Typesetter): readonly string[] {
  return [paper.style("strong", `${label}:`), ...text(said, paper, 2)];
}

function progress(number: number, total: number): string {
  return `[${number}/${total}]`;
}

function intro(
  { title, minutes, objectives, text: story, isFinal, brevity }: Of<"intro">,
  paper: Typesetter,
): readonly string[] {
  const says = paper.texts.render;
  const goals = objectives.map((goal) => `- ${goal}`).join("\n");
  const rule = paper.plain ? [] : [paper.style("muted", "─".repeat(Math.min(paper.width, TEXT_WIDTH)))];
  return [
    ...text(title, paper).map((line) => paper.style("heading", line)),
    ...muted(says.minutes(minutes), paper),
    ...rule,
    ...text(story, paper),
    ...(brevity !== undefined ? [] : ["", ...text(says.afterwards, paper), ...text(goals, paper)]),
    ...(brevity === 2 ? [] : ["", ...muted(isFinal === true ? says.atThePromptElsewhere : says.atThePrompt, paper)]),
    // Where lines come whole, no key comes by itself.
    ...(paper.plain || brevity === 2 ? [] : muted(says.taskKey, paper)),
  ];
}

function task({ number, total, text: story, task: wanted }: Of<"task">, paper: Typesetter): readonly string[] {
  const sign = progress(number, total);
  const indent = sign.length + 1;
  const lines = text(wanted, paper, indent).map((line, index) =>
    index === 0 ? `${paper.style("accent", sign)} ${line.slice(indent)}` : line,
  );
  return story === undefined ? lines : [...text(story, paper), "", ...lines];
}

function howFar({ conditions, minutesLeft }: Of<"progress">, paper: Typesetter): readonly string[] {
  const marks = conditions.flatMap(({ title, isDone }) =>
    isDone ? marked("done", "success", title, paper) : marked("open", "muted", title, paper),
  );
  return minutesLeft === undefined ? marks : [...marks, ...muted(paper.texts.render.minutesLeft(minutesLeft), paper)];
}

function conditionLines(condition: ConditionReport, paper: Typesetter): readonly string[] {
  if (condition.state === "done" && condition.inMs === 0) return marked("done", "success", condition.title, paper);
  if (condition.state === "done")
    return marked(
      "waiting",
      "muted",
      paper.texts.render.inAbout(condition.title, formatDuration(condition.inMs)),
      paper,
    );
  const mark = condition.state === "waiting" ? "waiting" : "open";
  const why = "why" in condition ? text(whyText(condition), paper, paper.mark(mark).length + 3) : [];
  return [...marked(mark, "muted", condition.title, paper), ...why];
}

/** What the engine found out stands in place of its general sentence, and behind the author's. */
function whyText({ why, isAuthors, near }: Extract<ConditionReport, { readonly why: string }>): string {
  if (near === undefined || near.say === why) return why;
  return isAuthors === true ? `${why}\n\n${near.say}` : near.say;
}

function waitingText({ waitsFor, inMs }: Of<"waiting">, { texts: { render: says } }: Typesetter): string {
  return inMs === undefined ? says.waitFor(waitsFor) : says.waitForAbout(waitsFor, formatDuration(inMs));
}

function question(ask: string, options: readonly string[] | undefined, paper: Typesetter): readonly string[] {
  const choices = (options ?? []).flatMap((option, index) => {
    const lead = `${index + 1}) `;
    return text(option, paper, 2 + lead.length).map((line, at) =>
      at === 0 ? `  ${lead}${line.slice(2 + lead.length)}` : line,
    );
  });
  const how = options === undefined ? paper.texts.render.typeAnswer : paper.texts.render.typeNumber(options.length);
  return [...text(`**${ask}**`, paper), ...choices, ...muted(how, paper)];
}

function solution({ lines, others, why }: Of<"solution">, paper: Typesetter): readonly string[] {
  const more = others === 0 ? [] : [paper.style("muted", paper.texts.render.otherWays(others))];
  return [
    paper.style("strong", paper.texts.render.oneWay),
    ...lines.map((line) => (line === "" ? "" : `    ${paper.style("code", line)}`)),
    ...more,
    "",
    ...text(why, paper),
  ];
}

function solved({ number, total, why, minutesLeft }: Of<"solved">, paper: Typesetter): readonly string[] {
  const { stepDone, minutesLeft: left } = paper.texts.render;
  const done = paper.style("success", `${paper.mark("done")} ${progress(number, total)} ${stepDone}`);
  const time = minutesLeft === undefined ? "" : ` ${paper.style("muted", left(minutesLeft))}`;
  return [`${done}${time}`, ...text(why, paper, 2)];
}

function quizAnswer(
  { right, answer, explain, isUnknown = false }: Of<"quiz-answer">,
  paper: Typesetter,
): readonly string[] {
  if (isUnknown) return [...text(paper.texts.render.rightIs(answer), paper), ...text(explain, paper, 2)];
  const first = right
    ? marked("done", "success", paper.texts.render.right, paper)
    : marked("wrong", "warning", paper.texts.render.notQuite(answer), paper);
  return [...first, ...text(explain, paper, 2)];
}

function done({ title, solo, assisted, skipped, isDone, cards }: Of<"done">, paper: Typesetter): readonly string[] {
  const says = paper.texts.render;
  const review = cards === 0 ? "" : ` ${says.cards(cards)}`;
  return [
    paper.style("success", `${paper.mark("done")} ${says.lessonDone(title)}`),
    ...stepMarks(isDone, paper),
    ...text(`${says.counts({ solo, assisted, skipped })}.${review}`, paper, 2),
    ...text(says.whatNext, paper, 2),
  ];
}

/** A mark a step, each in its step's place; the words below say how many. */
function stepMarks(isDone: readonly boolean[], paper: Typesetter): readonly string[] {
  if (paper.plain) return [];
  const marks = isDone.map((one) =>
    one ? paper.style("success", paper.mark("done")) : paper.style("muted", paper.mark("open")),
  );
  return [`  ${marks.join(" ")}`];
}

function help(words: Readonly<Record<string, string>>, paper: Typesetter): readonly string[] {
  const width = Math.max(...Object.keys(words).map((word) => word.length));
  const lines = Object.entries(words).flatMap(([word, about]) =>
    text(about, paper, width + 4).map((line, index) =>
      index === 0 ? `  ${paper.style("code", word.padEnd(width))}  ${line.slice(width + 4)}` : line,
    ),
  );
  return [...text(paper.texts.render.help, paper), ...lines];
}

// Stands for a lesson as it is taught: the format `k8s-tutor/v1`, loaded and valid.

import { type Action, actionShape } from "./action.ts";
import { type Matcher, matcherShape } from "./checks/answer.ts";
import { type Check, checkShape } from "./checks/check.ts";
import { manifestsShape } from "./format/manifests.ts";
import {
  byForm,
  flag,
  integer,
  list,
  mapped,
  object,
  oneOf,
  optional,
  record,
  required,
  type Shape,
  text,
} from "./format/shape.ts";
import { duration, identifier } from "./format/values.ts";

export const FORMAT = "k8s-tutor/v1";

/** The profiles that a lesson may ask for. Never a file: a lesson does not say what is read on the learner's machine. */
export const CLUSTERS = ["city", "city-ingress", "city-registry"] as const;

const MOST_STEPS = 30;

export interface Lesson extends LessonDocument {
  /** What its `pick` was chosen by; absent where there is nothing to choose. */
  readonly seed?: number;
}

/** What stands in the file, once its `pick` is chosen. */
export interface LessonDocument {
  readonly format: typeof FORMAT;
  readonly id: string;
  readonly title: string;
  readonly track: string;
  readonly minutes: number;
  readonly level: "beginner" | "intermediate" | "advanced";
  readonly requires?: readonly string[];
  /** Concept ids, for spaced review and coverage. */
  readonly teaches: readonly string[];
  readonly objectives: readonly string[];
  readonly setup?: Setup;
  readonly intro: string;
  /** The learner looks for themselves before there are hints. */
  readonly problemFirst?: ProblemFirst;
  readonly steps: readonly Step[];
  readonly quiz: readonly QuizItem[];
  readonly review: readonly Card[];
  readonly instructor?: Instructor;
}

/** Hints wait for the earlier of both; who insists has them at once. */
export interface ProblemFirst {
  /** Milliseconds since the step began. */
  readonly time: number;
  readonly attempts: number;
}

const USUAL_PROBLEM_FIRST: ProblemFirst = { time: 180_000, attempts: 5 };

export interface Setup {
  /** A cluster profile by name. */
  readonly cluster?: string;
  /** YAML documents, applied before the lesson begins. */
  readonly manifests?: string;
  /** The learner's working directory. */
  readonly files?: Readonly<Record<string, string>>;
  readonly do?: readonly Action[];
  /** The lesson begins once these hold. */
  readonly ready?: readonly Check[];
}

export interface Step {
  readonly id: string;
  /** What happens in the story. */
  readonly text?: string;
  /** What to reach, by intent. */
  readonly task: string;
  /** All of them hold when the step is done. */
  readonly checks: readonly Check[];
  readonly questions?: readonly Question[];
  readonly hints: readonly string[];
  readonly feedback?: readonly Feedback[];
  readonly solutions: readonly Solution[];
  readonly counterexamples?: readonly Counterexample[];
  /** Shown after success, and by `why`. */
  readonly why: string;
  /** What the tutor does as the step begins. */
  readonly onEnter?: readonly Action[];
  /** Brings the cluster to where the step begins, for who jumps in. */
  readonly ensure?: readonly Action[];
  /** The step passes by waiting alone. */
  readonly passive?: boolean;
  /** The commands of the third hint are enough. */
  readonly runnable?: boolean;
  /** False: hints are there from the beginning, whatever the lesson says. */
  readonly problemFirst?: boolean;
}

export interface Question {
  readonly id: string;
  readonly ask: string;
  readonly options?: readonly string[];
  /** The options in the language of the learner, where that is another. */
  readonly shown?: readonly string[];
  readonly answer: Matcher;
}

export interface Feedback {
  /** For counter-examples to name. */
  readonly id: string;
  readonly when: Check;
  readonly say: string;
}

export interface Solution {
  readonly name: string;
  readonly run: readonly Action[];
}

export interface Counterexample {
  readonly name: string;
  readonly run: readonly Action[];
  /** The id of the feedback that must appear. */
  readonly feedback?: string;
}

export interface QuizItem {
  readonly id: string;
  readonly ask: string;
  readonly options: readonly Option[];
  readonly explain: string;
}

export interface Option {
  readonly text: string;
  readonly correct?: boolean;
  /** The id of the mistaken belief behind a wrong option. */
  readonly misconception?: string;
}

export interface Card {
  readonly id: string;
  readonly front: string;
  readonly back: string;
  readonly concept: string;
}

interface Instructor {
  readonly minutes: { readonly demo: number; readonly lab: number; readonly debrief: number };
  readonly notes: string;
}

const markdown = () => text("text (Markdown)");

export function lessonShape(): Shape<LessonDocument> {
  return object<LessonDocument>(
    {
      format: required(oneOf(FORMAT), "the version of this format"),
      id: required(identifier(), "the lesson's id, the same as the file's name"),
      title: required(text(), "at most 48 characters"),
      track: required(identifier(), "the track's id, the same as the folder's name"),
      minutes: required(integer(), "how long it takes, 8 to 15"),
      level: required(oneOf("beginner", "intermediate", "advanced"), "for whom"),
      requires: optional(list(identifier()), "lessons that come before"),
      teaches: required(list(text(), { min: 1 }), "ids of the concepts taught"),
      objectives: required(list(markdown(), { min: 1 }), "what the learner can do afterwards"),
      setup: optional(setupShape(), "how the cluster and the working directory start"),
      intro: required(markdown(), "the story, and where its analogy stops; at most 150 words"),
      problemFirst: optional(
        problemFirstShape(),
        "true for repairs: hints wait until the learner has looked round, for 3 minutes or 5 attempts; or how long: {time, attempts}",
      ),
      steps: required(list(stepShape(), { min: 1, max: MOST_STEPS }), "the steps"),
      quiz: required(list(quizShape(), { min: 1 }), "questions at the end"),
      review: required(list(cardShape(), { min: 1 }), "cards for spaced review"),
      instructor: optional(instructorShape(), "notes for who teaches it to a group"),
    },
    { name: "a lesson" },
  );
}

function problemFirstShape(): Shape<ProblemFirst> {
  return byForm<ProblemFirst>({
    scalar: mapped(flag(), (wanted) => {
      if (!wanted) throw new Error("Take it out: without it there are hints from the beginning.");
      return USUAL_PROBLEM_FIRST;
    }),
    map: object<ProblemFirst>({
      time: required(duration(), "how long hints wait, as `3m`"),
      attempts: required(integer(), "or for how many attempts"),
    }),
  });
}

export function setupShape(): Shape<Setup> {
  return object<Setup>({
    cluster: optional(oneOf(...CLUSTERS), "a cluster profile; `city` when absent"),
    manifests: optional(manifestsShape(), "objects that exist at the start: YAML text or a list"),
    files: optional(record(text()), "files of the working directory, by path"),
    do: optional(list(actionShape()), "what else is done, after the manifests"),
    ready: optional(list(checkShape()), "the lesson begins once these hold"),
  });
}

export function stepShape(): Shape<Step> {
  const solution = object<Solution>({
    name: required(identifier(), "a short name for this way"),
    run: required(list(actionShape(), { min: 1 }), "what is done"),
  });
  const wrong = object<Counterexample>({
    name: required(identifier(), "a short name for this attempt"),
    run: required(list(actionShape(), { min: 1 }), "what is done"),
    feedback: optional(identifier(), "the id of the feedback that must appear"),
  });
  const feedback = object<Feedback>({
    id: required(identifier(), "an id, for counter-examples to name"),
    when: required(checkShape(), "a check; the first rule whose check holds is told"),
    say: required(markdown(), "at most 240 characters; never the whole command"),
  });
  return object<Step>(
    {
      id: required(identifier(), "the step's id, unique in the lesson"),
      text: optional(markdown(), "what happens in the story; at most 120 words"),
      task: required(markdown(), "what to reach, by intent; at most 200 characters"),
      checks: required(list(checkShape()), "what must hold for the step to be done"),
      questions: optional(list(questionShape()), "questions whose right answers the step needs, too"),
      hints: required(list(markdown(), { exactly: 3 }), "where to look; which concept; nearly the command"),
      feedback: optional(list(feedback), "what to say to wrong attempts"),
      solutions: required(list(solution, { min: 1 }), "ways that pass; the first is what `solution` shows"),
      counterexamples: optional(list(wrong), "attempts that must not pass"),
      why: required(markdown(), "why it works; shown after success"),
      onEnter: optional(list(actionShape()), "what the tutor does as the step begins"),
      ensure: optional(list(actionShape()), "brings the cluster to where the step begins"),
      passive: optional(flag(), "true: waiting alone passes it"),
      runnable: optional(flag(), "true: the commands of the third hint are enough, and are tried"),
      problemFirst: optional(flag(), "false: there are hints from the beginning, whatever the lesson says"),
    },
    { name: "a step" },
  );
}

function questionShape(): Shape<Omit<Question, "shown">> {
  return object<Omit<Question, "shown">>({
    id: required(identifier(), "the question's id"),
    ask: required(markdown(), "the question"),
    options: optional(list(text(), { min: 2 }), "answers to choose from; typed freely when absent"),
    answer: required(matcherShape(), "the right answer: a text, a list of texts, or equals/matches/live"),
  });
}

function quizShape(): Shape<QuizItem> {
  const option = object<Option>({
    text: required(markdown(), "the option"),
    correct: optional(flag(), "true for the right one"),
    misconception: optional(identifier(), "for a wrong one: the id of the mistaken belief"),
  });
  return object<QuizItem>({
    id: required(identifier(), "the question's id"),
    ask: required(markdown(), "the question"),
    options: required(list(option, { min: 3, max: 4 }), "three or four options"),
    explain: required(markdown(), "why the right one is right"),
  });
}

function cardShape(): Shape<Card> {
  return object<Card>({
    id: required(identifier(), "the card's id"),
    front: required(markdown(), "the question"),
    back: required(markdown(), "the answer"),
    concept: required(text(), "the concept's id, one of `teaches`"),
  });
}

function instructorShape(): Shape<Instructor> {
  return object<Instructor>({
    minutes: required(
      object<Instructor["minutes"]>({
        demo: required(integer(), "minutes to show"),
        lab: required(integer(), "minutes to work"),
        debrief: required(integer(), "minutes to talk about it"),
      }),
      "timing",
    ),
    notes: required(markdown(), "where learners stall, what to ask"),
  });
}

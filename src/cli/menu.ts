// The menu of lessons, with the keyboard.

import inquirer from "inquirer";
import { backgroundOf } from "../terminal/abilities.ts";
import type { Styler } from "../terminal/style.ts";
import { takeWidth, textWidth } from "../terminal/text-width.ts";
import type { Course } from "../tutor/course.ts";
import type { Texts } from "../tutor/language/english.ts";
import type { Progress } from "../tutor/progress.ts";
import { stateMarks, stateOf } from "./list.ts";
import { stylerFor } from "./looks.ts";
import { BACK, EXAMS, PLACEMENT, REVIEW } from "./menu-entries.ts";

export { BACK, EXAMS, PLACEMENT, REVIEW };

export interface Occasion {
  /** The menu was opened from a lesson: Esc goes back there. Anywhere else it leaves. */
  readonly isInLesson?: boolean;
  /** Takes the menu away: the answer is undefined. */
  readonly signal?: AbortSignal;
}

/** The chosen lesson's id, or one of the above; undefined when the learner leaves.
 * @param offer what is due for review, in a line. */
export async function chooseFromMenu(
  course: Course,
  progress: Progress,
  offer: string | undefined,
  { course: says }: Texts,
  { isInLesson = false, signal }: Occasion = {},
): Promise<string | undefined> {
  const styler = stylerFor(process.env, {
    isTerminal: process.stdout.isTTY === true,
    plain: false,
    background: () => backgroundOf(process.env),
  });
  const choices = course.tracks.flatMap((track) => {
    const lessons = track.lessons.flatMap((id) => course.heads.get(id) ?? []);
    if (lessons.length === 0) return [];
    return [
      new inquirer.Separator(` ${styler.style("strong", track.title)}`),
      ...lessons.map(({ id, title, minutes }) => {
        const state = stateOf(progress, id);
        const nameOf = (shown: string) =>
          `${stateMarks[state]} ${says.minutes(shown, minutes)}${state === "new" ? "" : `, ${says.marks[state]}`}`;
        return {
          name: nameOf(shortened(title, textWidth(nameOf("")), styler)),
          short: title,
          value: id,
        };
      }),
    ];
  });
  const firstNew = course.tracks.flatMap(({ lessons }) => lessons).find((id) => stateOf(progress, id) === "new");
  // Who only wants to see the course comes back with Enter.
  const { current } = progress;
  const escapeKey = listenForEscape();
  try {
    const ask = inquirer.createPromptModule({
      // The lesson goes on where the menu stood. What takes the menu away is told behind it.
      clearPromptOnDone: isInLesson && signal === undefined,
      signal: signal === undefined ? escapeKey.signal : AbortSignal.any([signal, escapeKey.signal]),
    });
    const { lesson } = await ask([
      {
        type: "select",
        name: "lesson",
        message: course.title,
        choices: [
          ...choices,
          new inquirer.Separator(" "),
          ...otherChoices(progress, offer, says),
          { name: says.leave, short: says.leave, value: "" },
        ],
        default: current !== undefined && stateOf(progress, current) === "begun" ? current : firstNew,
        pageSize: lessonsShown(process.stdout.rows),
        loop: false,
        theme: themeOf(styler, says.menuKeys, isInLesson ? "back" : "leave"),
      },
    ]);
    return lesson === "" ? undefined : String(lesson);
  } catch (error) {
    // Ctrl-C in a menu means: leave.
    if (!(error instanceof Error) || !/^(Exit|Abort)PromptError$/.test(error.name)) throw error;
    return escapeKey.signal.aborted && isInLesson ? BACK : undefined;
  } finally {
    escapeKey.end();
  }
}

/** Inquirer's own menu knows no Esc. */
function listenForEscape(): { readonly signal: AbortSignal; end(): void } {
  const pressed = new AbortController();
  const hear = (_: string | undefined, { name }: { readonly name?: string }) => {
    if (name === "escape") pressed.abort();
  };
  process.stdin.on("keypress", hear);
  return { signal: pressed.signal, end: () => void process.stdin.off("keypress", hear) };
}

/** A line that the terminal breaks is hard to find in a list. */
function shortened(title: string, others: number, { plain }: Styler): string {
  const room = Math.max(8, (process.stdout.columns ?? 80) - others - CURSOR_WIDTH);
  const end = plain ? "..." : "…";
  return textWidth(title) <= room ? title : `${takeWidth(title, room - end.length).trimEnd()}${end}`;
}

/** The cursor with its blank, and the last column, which stays empty. */
const CURSOR_WIDTH = 3;

type Key = readonly [key: string, action: string];

/** The colours of the tutor, which can be read on every background; inquirer's own depend on the terminal's theme. */
function themeOf(styler: Styler, words: Readonly<Record<string, string>>, escapeAction: string) {
  const strong = (text: string) => styler.style("strong", text);
  const keysInWords = (keys: readonly Key[]) =>
    [...keys, ["Esc", escapeAction] as const]
      .map(([key, action]) => `${strong(styler.plain ? (ASCII_KEYS[key] ?? key) : key)} ${words[action] ?? action}`)
      .join(styler.plain ? ", " : styler.style("muted", " • "));
  return {
    prefix: styler.style("accent", "?"),
    icon: { cursor: styler.plain ? ">" : "❯" },
    style: { keysHelpTip: keysInWords, highlight: strong, answer: strong, message: strong },
  };
}

const ASCII_KEYS: Readonly<Record<string, string>> = { "↑↓": "up, down", "⏎": "Enter" };

function otherChoices({ lessons, known }: Progress, offer: string | undefined, says: Texts["course"]) {
  const isFirstTime = Object.keys(lessons).length === 0 && known === undefined;
  return [
    ...(offer === undefined ? [] : [{ name: says.reviewOf(offer), short: says.review, value: REVIEW }]),
    ...(isFirstTime ? [{ name: says.placementOffer, short: says.placement, value: PLACEMENT }] : []),
    { name: says.exams, short: says.exams, value: EXAMS },
  ];
}

// The question, an empty line and the help on keys stand around the lessons; one line of what was before stays in sight.
const LINES_AROUND = 4;
const FEWEST_SHOWN = 5;

/** As much of the menu as the terminal is high; the rest is reached by going on. */
function lessonsShown(rows: number | undefined): number {
  return Math.max((rows ?? 24) - LINES_AROUND, FEWEST_SHOWN);
}

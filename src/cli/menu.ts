// The menu of lessons, with the keyboard.

import inquirer from "inquirer";
import type { Course } from "../tutor/course.ts";
import type { Texts } from "../tutor/language/english.ts";
import type { Progress } from "../tutor/progress.ts";
import { stateMarks, stateOf } from "./list.ts";
import { EXAMS, PLACEMENT, REVIEW } from "./menu-entries.ts";

export { EXAMS, PLACEMENT, REVIEW };

/** The chosen lesson's id, or one of the above; undefined when the learner leaves.
 * @param offer what is due for review, in a line. */
export async function chooseFromMenu(
  course: Course,
  progress: Progress,
  offer: string | undefined,
  { course: says }: Texts,
): Promise<string | undefined> {
  const choices = course.tracks.flatMap((track) => {
    const lessons = track.lessons.flatMap((id) => course.heads.get(id) ?? []);
    if (lessons.length === 0) return [];
    return [
      new inquirer.Separator(` ${track.title}`),
      ...lessons.map(({ id, title, minutes }) => {
        const state = stateOf(progress, id);
        return {
          name: `${stateMarks[state]} ${says.minutes(title, minutes)}${state === "new" ? "" : `, ${says.marks[state]}`}`,
          short: title,
          value: id,
        };
      }),
    ];
  });
  const firstNew = course.tracks.flatMap(({ lessons }) => lessons).find((id) => stateOf(progress, id) === "new");
  try {
    const { lesson } = await inquirer.prompt([
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
        default: firstNew,
        pageSize: lessonsShown(process.stdout.rows),
        loop: false,
      },
    ]);
    return lesson === "" ? undefined : String(lesson);
  } catch (error) {
    // Ctrl-C in a menu means: leave.
    if (error instanceof Error && error.name === "ExitPromptError") return undefined;
    throw error;
  }
}

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

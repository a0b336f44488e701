// What an exam says: at its prompt, in its report, and about it.

export const exam = {
  words: {
    task: "the present task; `task 3` goes to the third",
    next: "the task after this one",
    prev: "the task before this one",
    tasks: "all tasks",
    flag: "mark this task to come back to, or take the mark off",
    time: "how much time is left",
    finish: "end the exam; `finish yes` does it",
    help: "this list",
    exit: "leave for now",
  },
  rules: ({ tasks, points, minutes, pass }: Size) =>
    `${tasks} tasks, ${points} points, ${minutes} minutes; ${pass} of a hundred points are enough. The order is yours: \`tasks\`, \`next\`, \`prev\`, \`task 3\`, \`flag\`, \`time\`, \`finish\`. There are no hints.`,
  clockStands: "This is practice: the clock stands while you are away.",
  clockRuns: "The clock runs, also while you are away.",
  leftOff: (title: string) => `**${title}**: you are where you left off.`,
  timeIsOver: "**Time.** What stands now is what counts.",
  /** Calm: whole minutes, and seconds only in the last one. */
  minutes: (count: number) => `${count} min`,
  seconds: (count: number) => `${count} s`,
  left: (time: string) => `${time} left`,
  leftNow: (time: string) => `${time} left.`,
  minutesLeft: (minutes: number) => `${minutes} minutes are left.`,
  points: (count: number) => `${count} ${count === 1 ? "point" : "points"}`,
  flagged: "flagged",
  youAreHere: "you are here",
  task: (number: number, total: number, title: string) => `Task ${number} of ${total}: ${title}`,
  noSuchTask: (total: number) => `There are tasks 1 to ${total}.`,
  flagSet: "Flagged: `tasks` shows it, to come back to.",
  flagTaken: "No longer flagged.",
  noHelp: (word: string) => `There is no \`${word}\` in an exam. \`help\` lists what there is.`,
  askFinish: (time: string, flagged: number) =>
    `${time} left.${flagged === 0 ? "" : ` ${flagged} ${flagged === 1 ? "task is" : "tasks are"} flagged.`} \`finish yes\` ends the exam and grades it.`,
  leftRunning: (id: string) => `The clock runs on. \`k8s-tutor exam ${id}\` goes on.`,
  leftStanding: (id: string) => `The clock stands. \`k8s-tutor exam ${id}\` goes on.`,
  /** The report. */
  columns: ["Task", "Points", "Time"],
  pointsOf: (points: number, of: number) => `${points} of ${of}`,
  result: (title: string, points: number, of: number) => `**${title}: ${points} of ${of} points.**`,
  enough: "That is enough.",
  notEnough: (pass: number) => `${pass} would have been enough.`,
  timeWasOver: "The time was over.",
  practice: "This was practice.",
  missed: (title: string) => `**${title}**, what was missed:`,
  notSoAtTheEnd: "It was not so when the exam ended.",
  taughtIn: (commands: string) => `taught in ${commands}`,
  /** The list of exams. */
  facts: ({ minutes, tasks, points }: Omit<Size, "pass">, level: Level) =>
    `${minutes} min, ${tasks} tasks, ${points} points, ${level}`,
  underWay: "under way",
  none: "This course has no exams.",
  how: "k8s-tutor exam ID begins one, or goes on; --practice lets the clock stand while you are away.",
  givenUp: (id: string) => `Given up: ${id}. Nothing is kept of it.`,
  noSuchExam: (id: string, known: readonly string[], meant: string | undefined) => {
    const others = `there ${known.length === 0 ? "are none" : `are ${known.join(", ")}`}`;
    return `there is no exam ${id}; ${meant === undefined ? others : `did you mean ${meant}?`}`;
  },
  inAnother: (id: string) =>
    `you are in the exam ${id}: k8s-tutor exam ${id} goes on, k8s-tutor exam --abandon gives it up`,
  hasChanged: (id: string) =>
    `the exam ${id} has changed since you began; k8s-tutor exam --abandon gives your run up, and it can begin anew`,
  noneUnderWay: "no exam is under way; k8s-tutor exam shows which there are",
};

interface Size {
  readonly tasks: number;
  readonly points: number;
  readonly minutes: number;
  readonly pass: number;
}

type Level = "beginner" | "intermediate" | "advanced";

// The frame around what a lesson says.

export const render = {
  wrongAnswer: (given: string) => `\`${given}\` is not it. Look once more; \`hint\` tells where.`,
  hint: (number: number) => `Hint ${number} of 3`,
  quiz: "Quiz",
  minutes: (minutes: number) => `About ${minutes} minutes.`,
  afterwards: "Afterwards you can:",
  atThePrompt: "At the prompt: hint, check, solution, undo, help.",
  atThePromptElsewhere: "At the prompt: hint, check, solution, help.",
  taskKey: "F1 shows the task again, at any time.",
  minutesLeft: (minutes: number) => (minutes === 1 ? "About a minute left." : `About ${minutes} minutes left.`),
  inAbout: (title: string, duration: string) => `${title}: in about ${duration}`,
  waitFor: (what: string) => `Now wait for ${what}.`,
  waitForAbout: (what: string, duration: string) => `Now wait for ${what}: about ${duration}.`,
  typeAnswer: "Type your answer.",
  typeNumber: (count: number) => `Type a number from 1 to ${count}.`,
  oneWay: "One way to do it:",
  otherWays: (count: number) => `(${count} other ${count === 1 ? "way passes" : "ways pass"}, too.)`,
  stepDone: "Done.",
  right: "Right.",
  rightIs: (answer: string) => `It is: ${answer}`,
  notQuite: (answer: string) => `Not quite. It is: ${answer}`,
  lessonDone: (title: string) => `${title}: done.`,
  counts: ({
    solo,
    assisted,
    skipped,
  }: {
    readonly solo: number;
    readonly assisted: number;
    readonly skipped: number;
  }) =>
    [
      `${solo} ${solo === 1 ? "step" : "steps"} on your own`,
      ...(assisted > 0 ? [`${assisted} with help`] : []),
      ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ].join(", "),
  cards: (count: number) =>
    `${count === 1 ? "A review card comes" : `${count} review cards come`} back tomorrow: \`k8s-tutor review\`.`,
  whatNext: "`list` shows what comes next.",
  help: "Everything you type goes to the shell, except these words:",
};

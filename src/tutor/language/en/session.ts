// What the tutor says in a lesson by itself: notes at the prompt, and the frame around tasks, hints, quizzes and the end.

export const session = {
  noWayBack:
    "This cluster cannot go back in time. Mend it with kubectl, or type `back` or `reset`; `k8s-tutor start` without --kubeconfig has a cluster with `undo`.",
  drawn: (lesson: string, seed: number) =>
    `What you meet here was drawn by chance. \`k8s-tutor start ${lesson} --seed ${seed}\` draws the same again.`,
  drill: (title: string, minutes: number) =>
    `**${title}**, about ${minutes === 1 ? "a minute" : `${minutes} minutes`}. \`hint\` helps, \`skip\` leaves it, \`help\` lists more.`,
  didYouMeanKubectl: "Did you mean `kubectl`?",
  tooEarly: (line: string) =>
    `\`${line}\` is no command. If it is your answer: look first, then the question comes by itself. \`answer ${line}\` gives it now.`,
  everythingAsAsked: "everything to be as asked",
  allHolds: "Everything is as asked. The lesson goes on when this command ends; Ctrl-C ends it.",
  sameAgain: "That changed nothing yet. `hint` leads on; `check` says what is open.",
  offer: "`hint` tells where to look next; `check` says what is still open.",
  noSuchQuestion: (id: string) => `This step has no question \`${id}\`.`,
  noQuestion: "This step asks no question.",
  writeAnswer: "Write your answer behind it: `answer …`.",
  resetHere: "This lesson would start anew, with a fresh cluster and fresh files. Type `reset yes` to do it.",
  resetElsewhere: "This lesson would start anew, with an empty namespace and fresh files. Type `reset yes` to do it.",
  lessonDoneOthers: "This lesson is done. `list` shows the others.",
  lessonDone: "This lesson is done.",
  firstStep: "This is the first step.",
  skipped: "Skipped. The cluster is as the next step needs it.",
  gateClosed: "The instructor opens the next step soon. Until then, look round as you like.",
  stepAnew: "This step begins anew, as the instructor has asked. `redo` brings back what you had done.",
  asAbove: "As above.",
  hintsForSteps: "Hints are for the steps of a lesson.",
  probeFirst:
    "Look round first: the list, the events, the log. What you find yourself, you keep. `hint` once more gives you the hint all the same.",
  tryFirst: "Try this one first; then ask again.",
  solutionsForSteps: "Solutions are for the steps of a lesson.",
  noWhyYet: "After each step `why` tells why it worked. This is the first.",
  leftOff: (title: string) => `${title}: you are where you left off.`,
  nothingToUndo: "There is nothing to take back.",
  nothingToRedo: "There is nothing to do again.",
  undone: (what: string) => `Taken back: ${what}. \`redo\` does it again.`,
  redone: (what: string) => `Done again: ${what}.`,
  fileChange: (path: string) => `the change of ${path}`,
  givenAnswer: (text: string) => `the answer \`${text}\``,
  theStep: "the step",
  quizOnly: (count: number) =>
    `Answer with a number from 1 to ${count}. \`skip\` passes over the quiz, and the prompt takes commands again.`,
  quizNumber: (count: number) => `Answer with a number from 1 to ${count}.`,
  /** Lines of a solution that are no commands. */
  solution: {
    answerOf: (command: string) => `answer …   # what this prints: ${command}`,
    writeFile: (file: string) => `edit ${file}   # so that it reads:`,
    editFile: (file: string) => `edit ${file}   # change:`,
    takeOut: (path: string) => `(take out ${path})`,
    wait: "# wait a little",
  },
  unseen: (why: string) => `The tutor cannot see how the cluster is, and looks again every few seconds: ${why}`,
};

// What `help` says of the tutor's own words. The words themselves are the same in every language.

export const words = {
  task: "show the task and how far you are; F1 (or Alt-H) does it at any time",
  check: "say what is still open",
  hint: "a hint; three steps, each closer",
  solution: "show one way to do it",
  why: "why the last step worked",
  answer: "answer a question: `answer 2`",
  undo: "take back the last change",
  redo: "do it again",
  back: "go to the step before",
  skip: "go to the next step",
  reset: "start this lesson anew",
  list: "other lessons",
  help: "this list; `help lesson` tells again what the lesson is about",
  exit: "leave; your place is kept",
  map: "draw nodes, pods and services; `map on` keeps them above the prompt",
  trace: "what your last write led to; `trace http://SVC` follows a request",
  less: "read a long text screen by screen: `kubectl describe nodes | less`",
  watch: "see something change: `watch kubectl get pods`",
  edit: "open a file in your editor, or in the tutor's own",
  /** Where the words mean something else than in a lesson. */
  helpDrill: "this list",
  skipDrill: "leave this task",
  exitDrill: "leave the review; it is kept what you did",
  exitElsewhere: "leave; this lesson begins anew next time",
};

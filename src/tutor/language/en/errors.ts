// What learners are told when something is wrong: one sentence, which names the remedy.

export const errors = {
  shouldNot: (text: string) =>
    `k8s-tutor: something went wrong that should not: ${text}\nNothing you did is lost. Set K8S_TUTOR_DEBUG=1 to see where it happened, and please report it.`,
  contextNeedsKubeconfig: "--context goes with --kubeconfig: say in which file it is",
  otherCourseElsewhere:
    "lessons of another course are taught in the tutor's own cluster only, where they can do no harm; leave --kubeconfig out",
  seedNeedsLesson: "--seed goes with a lesson: say which",
  noLesson: (id: string, meant: string | undefined) =>
    `there is no lesson ${id}${meant === undefined ? ";" : `; did you mean ${meant}?`} k8s-tutor list shows all of them`,
  nothingDrawn: (id: string) => `nothing in the lesson ${id} is left to chance; start it without --seed`,
  noTerminal:
    "which lesson? There is no terminal to choose on: k8s-tutor list shows them, k8s-tutor start LESSON begins one",
  cannotGoOn: (why: string) => `the lesson cannot go on in this cluster: ${why}; start it without --kubeconfig`,
};

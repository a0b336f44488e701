// What is said around lessons: the list, the menu, the start.

export const course = {
  marks: { done: "done", begun: "begun", known: "known", new: "" },
  minutes: (title: string, minutes: number) => `${title} (${minutes} min)`,
  howToStart: "k8s-tutor start LESSON begins or continues one.",
  keptIn: (folder: string) => `What you do is kept in ${folder}, and nowhere else.`,
  whichLesson: (next: string | undefined) =>
    `Which lesson? ${next === undefined ? "" : `Enter begins **${next}**. `}Or type a lesson's id; \`list\` tells all of them. \`placement\` finds where to begin, \`review\` and \`exams\` are there, too; \`exit\` leaves.`,
  leave: "Leave",
  /** What the keys of the menu do, by what inquirer calls it. */
  menuKeys: { navigate: "navigate", select: "select", leave: "leave", back: "back" },
  review: "Review",
  reviewOf: (offer: string) => `Review: ${offer}`,
  placement: "Placement check",
  placementOffer: "Placement check: which lessons may I skip?",
  exams: "Exams",
  reviewHint: (offer: string) => `${offer}: k8s-tutor review.`,
};

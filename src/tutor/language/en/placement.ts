// What the placement check says.

export const placement = {
  doNotKnow: "I do not know",
  begin: (most: number) =>
    `**Where to begin?** At most ${most} questions and small tasks, in the order of the course; it ends earlier when enough is known. Nothing is locked by it. \`exit\` leaves.`,
  left: "Left: nothing was marked.",
  atTheBeginning: "Begin at the beginning: `k8s-tutor start`.",
  maySkip: (lessons: readonly string[]) =>
    `You may skip ${lessons.length === 1 ? "one lesson" : `${lessons.length} lessons`}: ${lessons.map((id) => `\`${id}\``).join(", ")}. ${lessons.length === 1 ? "It is marked as known, and stays" : "They are marked as known, and stay"} open to you.`,
  right: (right: number, asked: number) => `**${right} of ${asked} right.**`,
  needsTerminal: "the placement check asks questions: start it in a terminal",
  none: "this course has no placement check; k8s-tutor list shows its lessons",
};

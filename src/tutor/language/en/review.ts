// What is said in a review, and about it.

export const review = {
  offer: (cards: number, minutes: number) =>
    `${cards === 1 ? "One card is" : `${cards} cards are`} due, about ${minutes === 1 ? "a minute" : `${minutes} minutes`}`,
  nothingYet: "Nothing to review yet. Finish a lesson first: k8s-tutor start.",
  nothingDue: (date: string) => `Nothing is due now. The next review is on ${date}.`,
  due: (cards: number, tasks: number) => `Due now: ${cards} cards, ${tasks} tasks.`,
  task: (title: string) => `task: ${title}`,
  inTerminal: "k8s-tutor review goes through them, in a terminal.",
  begin: (minutes: number) =>
    `**Review**: about ${minutes === 1 ? "a minute" : `${minutes} minutes`}. Answer in your mind, or type it; then see the other side. \`exit\` leaves.`,
  didYouKnow: "Did you know it? y/n >",
  yourAnswer: "Your answer, or Enter >",
  kept: "What you have reviewed is kept; the rest stays due.",
  card: (number: number, total: number) => `**Card ${number} of ${total}**`,
  yesOrNo: "Type `y` if you knew it, `n` if not. Nobody else sees it.",
  knew: (remembered: number, cards: number) => `You knew ${remembered} of ${cards} cards.`,
  over: "**Done for today.**",
  comesBack: (lessons: readonly string[]) =>
    `What you forgot comes back tomorrow; it is taught in ${lessons.join(", ")}.`,
  tasksDone: (tasks: number) => (tasks === 1 ? "One task done." : `${tasks} tasks done.`),
};

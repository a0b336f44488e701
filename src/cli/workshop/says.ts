// What a learner is told of the workshop, at their prompt.

export const says = {
  shared: (name: string, room: string) => `You are in “${room}” as ${name}.`,
  privacy:
    "While you are joined, the instructor sees the commands, answers and files of these lessons, and how you get on: nothing else of this machine. `leave` ends it; `leave erase` also erases what was shared.",
  seat: (seat: string) =>
    `Your seat's code is ${seat}. Keep it to yourself: with it you go on from another machine (k8s-tutor join … --seat ${seat}).`,
  broadcast: "The instructor says:",
  hint: "A hint from the instructor:",
  handSeen: "The instructor has seen your hand.",
  question: (round: 1 | 2) => (round === 1 ? "The instructor asks:" : "The instructor asks once more, second vote:"),
  howToVote: (count: number) => `Answer with vote 1 to vote ${count}. Nobody sees the answers before all are shown.`,
  voted: (number: number, option: string) => `Your vote: ${number}) ${option}. Another \`vote\` changes it.`,
  noQuestion: "No question is open.",
  voteHow: (count: number) => `Vote with a number from 1 to ${count}: vote 1.`,
  reveal: "So the room has voted:",
  right: "right",
  countdown: (minutes: string, about: string | undefined) =>
    about === undefined ? `The instructor gives you ${minutes}.` : `The instructor gives you ${minutes}: ${about}`,
  countdownOff: "The countdown is called off.",
  lastMinute: "One more minute.",
  timeIsUp: "Time is up.",
  held: "The instructor asks everybody to stop and look up. Your prompt goes on when they let go.",
  stillHeld: "The instructor holds the room just now: look up. What you have typed was not run.",
  letGo: "The instructor lets go. Go on.",
  closedLesson: (lesson: string) => `The instructor opens ${lesson} later.`,
  brought: "The instructor brings everybody here:",
  raised: "Your hand is up. `hand down` takes it down.",
  lowered: "Your hand is down.",
  leaveHow:
    "`leave yes` ends sharing, and you go on alone; what you have shared stays in the room. `leave erase` erases that, too.",
  left: "You have left the workshop. Nothing is shared any more; the lesson goes on as before.",
  leftErased: "You have left the workshop, and what you had shared is erased as soon as the host hears of it.",
  over: "The workshop is over. Nothing is shared any more; your lessons and your progress stay: k8s-tutor start.",
  refused: "The host has no seat for you any more. Nothing is shared now; the lesson goes on as before.",
  words: {
    hand: "raises your hand; `hand TEXT` says why, `hand down` takes it down",
    vote: "`vote 2` answers the instructor's question",
    leave: "ends sharing with the workshop",
  },
} as const;

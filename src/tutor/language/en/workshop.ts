// What a learner is told of a workshop: while joining, and at their prompt. What the instructor's tools say is English.

export const workshop = {
  shared: (name: string, room: string) => `You are in “${room}” as ${name}.`,
  privacy:
    "While you are joined, the instructor sees the commands, answers and files of these lessons, and how you get on: nothing else of this machine. `leave` ends it; `leave erase` also erases what was shared.",
  seat: (seat: string) =>
    `Your seat's code is ${seat}. Keep it to yourself: with it you go on from another machine (k8s-tutor join … --seat ${seat}).`,
  broadcast: "The instructor says:",
  hint: "A hint from the instructor:",
  handSeen: "The instructor has seen your hand.",
  question: (round: 1 | 2): string =>
    round === 1 ? "The instructor asks:" : "The instructor asks once more, second vote:",
  howToVote: (count: number) => `Answer with vote 1 to vote ${count}. Nobody sees the answers before all are shown.`,
  voted: (number: number, option: string) => `Your vote: ${number}) ${option}. Another \`vote\` changes it.`,
  noQuestion: "No question is open.",
  voteHow: (count: number) => `Vote with a number from 1 to ${count}: vote 1.`,
  reveal: "So the room has voted:",
  right: "right",
  seconds: (count: number) => `${count} seconds`,
  minutes: (count: number) => `${count} minutes`,
  countdown: (time: string, about: string | undefined) =>
    about === undefined ? `The instructor gives you ${time}.` : `The instructor gives you ${time}: ${about}`,
  countdownOff: "The countdown is called off.",
  lastMinute: "One more minute.",
  timeIsUp: "Time is up.",
  held: "The instructor asks everybody to stop and look up. Your prompt goes on when they let go.",
  stillHeld: "The instructor holds the room just now: look up. What you have typed was not run.",
  letGo: "The instructor lets go. Go on.",
  closedLesson: (lesson: string) => `The instructor opens ${lesson} later.`,
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
  /** Before the prompt; all but the hand in plain text only. */
  mark: { shared: "shared", offline: "offline", hand: "hand up" },
  diskFull:
    "Your disk is full, or cannot be written. Go on: what you do is saved, and shared, as soon as there is room again.",
  diskAgain: "Your disk can be written again, and all is saved.",
  lessons: "The lessons of this workshop:",
  forAfterwards: "That is for afterwards: k8s-tutor review, placement or exam.",
  /** Joining. */
  needsTerminal: "there is no terminal to learn on: join from a terminal",
  goOnHere: "You go on where you were.",
  notBrought: (reason: string) => `What you did elsewhere could not be brought here (${reason}).`,
  otherLessons: (missing: readonly string[]) =>
    `this room teaches lessons that are not in your course: ${missing.join(", ")}; ask the instructor for the course and name it with --course, or update k8s-tutor`,
  joinedElsewhere: "you have joined this workshop in another terminal of this machine; go on there, or exit it",
  seatNotKept: (place: string, reason: string) =>
    `your seat cannot be kept in ${place}: ${reason}; set K8S_TUTOR_HOME to a folder that can be written`,
  aloneMeanwhile: (reason: string) => `The host cannot be reached just now (${reason}). You go on alone meanwhile.`,
  newSeat: "Your earlier seat is no more; you get a new one.",
  nobodyAnswers: (origin: string, reason: string) => `no workshop answers at ${origin}: ${reason}; ask the instructor`,
  noWorkshop: (origin: string) => `what answers at ${origin} is no workshop; ask the instructor for the address`,
  noAddress: (text: string, port: number) =>
    `${text} is no address of a workshop; it looks like ABCD-EFGH@192.168.1.20:${port}, and the instructor shows it`,
  /** What the host says in English, when it lets nobody in. */
  /** Why the host lets nobody in. */
  refusals: {
    "wrong-code": "there is no room with this code here; ask the instructor for it",
    "wrong-seat": "there is no such seat in this room; leave --seat away to get a new one",
    full: "this room has no seat left; ask the instructor",
    "too-many-guesses": "too many wrong codes; try again in a minute",
    "too-many-guests": "too many come in from your address; try again in a minute",
    "not-now": "the host cannot do it just now; its own terminal says why",
  },
  askName: "Your name in the room (a pseudonym will do): ",
  nameTooLong: "A name has up to 40 letters.",
  nobodyJoined: "nobody has joined",
  fingerprint: (fingerprint: string) => `The host's certificate has the fingerprint ${fingerprint}.`,
  sameFingerprint: "Does the instructor's screen show the same? y/n: ",
  otherCertificate:
    "the host shows another certificate than the instructor's; somebody may stand between. Ask the instructor for the address",
  noSeats: "Nobody has joined a workshop from here: k8s-tutor join.",
  seatLine: ({ room, name, seat, address }: Seat) =>
    `${room}: ${name}, seat ${seat}; from another machine: k8s-tutor join ${address} --seat ${seat}`,
};

interface Seat {
  readonly room: string;
  readonly name: string;
  readonly seat: string;
  readonly address: string;
}

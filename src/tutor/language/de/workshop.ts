// Was wer lernt von einem Workshop hört: beim Beitreten und am Prompt.

import type { Texts } from "../english.ts";

export const workshop: Texts["workshop"] = {
  shared: (name, room) => `Du bist in »${room}« als ${name}.`,
  privacy:
    "Solange du dabei bist, sieht die Kursleitung die Befehle, Antworten und Dateien dieser Lektionen und wie du vorankommst: sonst nichts von diesem Rechner. `leave` beendet das; `leave erase` löscht auch, was geteilt war.",
  seat: (seat) =>
    `Der Code deines Platzes ist ${seat}. Behalt ihn für dich: Mit ihm machst du an einem anderen Rechner weiter (k8s-tutor join … --seat ${seat}).`,
  broadcast: "Die Kursleitung sagt:",
  hint: "Ein Hinweis der Kursleitung:",
  handSeen: "Die Kursleitung hat deine Hand gesehen.",
  question: (round) =>
    round === 1 ? "Die Kursleitung fragt:" : "Die Kursleitung fragt noch einmal, zweite Abstimmung:",
  howToVote: (count) =>
    `Antworte mit vote 1 bis vote ${count}. Niemand sieht die Antworten, bevor alle gezeigt werden.`,
  voted: (number, option) => `Deine Stimme: ${number}) ${option}. Ein weiteres \`vote\` ändert sie.`,
  noQuestion: "Gerade ist keine Frage offen.",
  voteHow: (count) => `Stimme mit einer Zahl von 1 bis ${count} ab: vote 1.`,
  reveal: "So hat der Raum abgestimmt:",
  right: "richtig",
  seconds: (count) => `${count} Sekunden`,
  minutes: (count) => `${count} Minuten`,
  countdown: (time, about) =>
    about === undefined ? `Die Kursleitung gibt dir ${time}.` : `Die Kursleitung gibt dir ${time}: ${about}`,
  countdownOff: "Die Frist ist aufgehoben.",
  lastMinute: "Noch eine Minute.",
  timeIsUp: "Die Zeit ist um.",
  held: "Die Kursleitung bittet alle, innezuhalten und aufzuschauen. Danach geht es am Prompt weiter.",
  stillHeld: "Die Kursleitung hält den Raum gerade an: Schau auf. Was du getippt hast, wurde nicht ausgeführt.",
  letGo: "Die Kursleitung lässt los. Weiter geht es.",
  closedLesson: (lesson) => `Die Kursleitung öffnet ${lesson} später.`,
  raised: "Deine Hand ist oben. `hand down` nimmt sie herunter.",
  lowered: "Deine Hand ist unten.",
  leaveHow:
    "`leave yes` beendet das Teilen, und du machst allein weiter; was du geteilt hast, bleibt im Raum. `leave erase` löscht auch das.",
  left: "Du hast den Workshop verlassen. Nichts wird mehr geteilt; die Lektion geht weiter wie vorher.",
  leftErased: "Du hast den Workshop verlassen, und was du geteilt hattest, wird gelöscht, sobald der Host davon hört.",
  over: "Der Workshop ist zu Ende. Nichts wird mehr geteilt; deine Lektionen und dein Stand bleiben: k8s-tutor start.",
  refused: "Der Host hat keinen Platz mehr für dich. Nichts wird mehr geteilt; die Lektion geht weiter wie vorher.",
  words: {
    hand: "hebt deine Hand; `hand TEXT` sagt, warum, `hand down` nimmt sie herunter",
    vote: "`vote 2` beantwortet die Frage der Kursleitung",
    leave: "beendet das Teilen mit dem Workshop",
  },
  mark: { shared: "geteilt", offline: "ohne Verbindung", hand: "Hand oben" },
  diskFull:
    "Deine Festplatte ist voll oder nicht beschreibbar. Mach weiter: Was du tust, wird gespeichert und geteilt, sobald wieder Platz ist.",
  diskAgain: "Deine Festplatte ist wieder beschreibbar, und alles ist gespeichert.",
  lessons: "Die Lektionen dieses Workshops:",
  forAfterwards: "Das ist für danach: k8s-tutor review, placement oder exam.",
  needsTerminal: "Hier ist kein Terminal zum Lernen: Tritt aus einem Terminal bei",
  goOnHere: "Du machst da weiter, wo du warst.",
  notBrought: (reason) => `Was du anderswo getan hast, ließ sich nicht herholen (${reason}).`,
  otherLessons: (missing) =>
    `Dieser Raum lehrt Lektionen, die in deinem Kurs fehlen: ${missing.join(", ")}; lass dir von der Kursleitung den Kurs geben und nenne ihn mit --course, oder erneuere k8s-tutor`,
  joinedElsewhere:
    "Du bist diesem Workshop schon in einem anderen Terminal dieses Rechners beigetreten; mach dort weiter oder beende es",
  seatNotKept: (place, reason) =>
    `Dein Platz lässt sich in ${place} nicht aufheben: ${reason}; setze K8S_TUTOR_HOME auf einen Ordner, in den du schreiben darfst`,
  aloneMeanwhile: (reason) => `Der Host ist gerade nicht zu erreichen (${reason}). Du machst derweil allein weiter.`,
  newSeat: "Deinen früheren Platz gibt es nicht mehr; du bekommst einen neuen.",
  nobodyAnswers: (origin, reason) => `Unter ${origin} antwortet kein Workshop: ${reason}; frag die Kursleitung`,
  noWorkshop: (origin) => `Was unter ${origin} antwortet, ist kein Workshop; frag die Kursleitung nach der Adresse`,
  noAddress: (text, port) =>
    `${text} ist keine Adresse eines Workshops; sie sieht aus wie ABCD-EFGH@192.168.1.20:${port}, und die Kursleitung zeigt sie`,
  refusals: {
    "wrong-code": "Einen Raum mit diesem Code gibt es hier nicht; frag die Kursleitung danach",
    "wrong-seat": "Diesen Platz gibt es in diesem Raum nicht; lass --seat weg, dann bekommst du einen neuen",
    full: "In diesem Raum ist kein Platz mehr frei; frag die Kursleitung",
    "too-many-guesses": "Zu viele falsche Codes; versuch es in einer Minute noch einmal",
    "too-many-guests": "Von deiner Adresse kommen zu viele auf einmal; versuch es in einer Minute noch einmal",
    "not-now": "Der Host kann es gerade nicht; sein eigenes Terminal sagt, warum",
  },
  askName: "Dein Name im Raum (ein Deckname tut es auch): ",
  nameTooLong: "Ein Name hat höchstens 40 Buchstaben.",
  nobodyJoined: "Niemand ist beigetreten",
  fingerprint: (fingerprint) => `Das Zertifikat des Hosts hat den Fingerabdruck ${fingerprint}.`,
  sameFingerprint: "Zeigt der Bildschirm der Kursleitung denselben? j/n: ",
  otherCertificate:
    "Der Host zeigt ein anderes Zertifikat als das der Kursleitung; vielleicht steht jemand dazwischen. Frag die Kursleitung nach der Adresse",
  noSeats: "Von hier ist noch niemand einem Workshop beigetreten: k8s-tutor join.",
  seatLine: ({ room, name, seat, address }) =>
    `${room}: ${name}, Platz ${seat}; von einem anderen Rechner: k8s-tutor join ${address} --seat ${seat}`,
};

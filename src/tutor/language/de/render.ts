// Der Rahmen um das, was eine Lektion sagt.

import type { Texts } from "../english.ts";

export const render: Texts["render"] = {
  wrongAnswer: (given) => `\`${given}\` ist es nicht. Sieh noch einmal nach; \`hint\` sagt, wo.`,
  hint: (number) => `Hinweis ${number} von 3`,
  quiz: "Quizfrage",
  minutes: (minutes) => `Etwa ${minutes} Minuten.`,
  afterwards: "Danach kannst du:",
  atThePrompt: "Am Prompt: hint, check, solution, undo, help.",
  atThePromptElsewhere: "Am Prompt: hint, check, solution, help.",
  taskKey: "F1 zeigt die Aufgabe jederzeit noch einmal.",
  minutesLeft: (minutes) => (minutes === 1 ? "Noch etwa eine Minute." : `Noch etwa ${minutes} Minuten.`),
  inAbout: (title, duration) => `${title}: in etwa ${duration}`,
  waitFor: (what) => `Warte jetzt, bis gilt: ${what}.`,
  waitForAbout: (what, duration) => `Warte jetzt, bis gilt: ${what} (etwa ${duration}).`,
  typeAnswer: "Tippe deine Antwort.",
  typeNumber: (count) => `Tippe eine Zahl von 1 bis ${count}.`,
  oneWay: "So geht es zum Beispiel:",
  otherWays: (count) => (count === 1 ? "(Ein anderer Weg geht auch.)" : `(${count} andere Wege gehen auch.)`),
  stepDone: "Geschafft.",
  right: "Richtig.",
  rightIs: (answer) => `Richtig ist: ${answer}`,
  notQuite: (answer) => `Nicht ganz. Richtig ist: ${answer}`,
  lessonDone: (title) => `»${title}« ist geschafft.`,
  counts: ({ solo, assisted, skipped }) =>
    [
      `${solo} ${solo === 1 ? "Schritt" : "Schritte"} allein`,
      ...(assisted > 0 ? [`${assisted} mit Hilfe`] : []),
      ...(skipped > 0 ? [`${skipped} übersprungen`] : []),
    ].join(", "),
  cards: (count) =>
    `Morgen ${count === 1 ? "kommt eine Karte" : `kommen ${count} Karten`} zur Wiederholung zurück: \`k8s-tutor review\`.`,
  whatNext: "`list` zeigt, was als Nächstes kommt.",
  help: "Alles, was du tippst, geht an die Shell, außer diesen Wörtern:",
};

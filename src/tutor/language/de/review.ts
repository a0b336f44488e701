// Was in der Wiederholung gesagt wird, und über sie.

import type { Texts } from "../english.ts";

const time = (minutes: number) => (minutes === 1 ? "eine Minute" : `${minutes} Minuten`);

export const review: Texts["review"] = {
  offer: (cards, minutes) => `${cards === 1 ? "Eine Karte ist" : `${cards} Karten sind`} fällig, etwa ${time(minutes)}`,
  nothingYet: "Noch gibt es nichts zu wiederholen. Schließ erst eine Lektion ab: k8s-tutor start.",
  nothingDue: (date) => `Gerade ist nichts fällig. Die nächste Wiederholung ist am ${date}.`,
  due: (cards, tasks) =>
    `Jetzt fällig: ${cards} ${cards === 1 ? "Karte" : "Karten"}, ${tasks} ${tasks === 1 ? "Aufgabe" : "Aufgaben"}.`,
  task: (title) => `Aufgabe: ${title}`,
  inTerminal: "k8s-tutor review geht sie durch, in einem Terminal.",
  begin: (minutes) =>
    `**Wiederholung**: etwa ${time(minutes)}. Antworte im Kopf oder tippe es; dann sieh die andere Seite. \`exit\` hört auf.`,
  didYouKnow: "Hast du es gewusst? j/n >",
  yourAnswer: "Deine Antwort, oder Enter >",
  kept: "Was du wiederholt hast, bleibt erhalten; der Rest bleibt fällig.",
  card: (number, total) => `**Karte ${number} von ${total}**`,
  yesOrNo: "Tippe `j`, wenn du es gewusst hast, sonst `n`. Niemand sonst sieht es.",
  knew: (remembered, cards) =>
    cards === 1
      ? `Du hast die Karte ${remembered === 1 ? "gewusst" : "nicht gewusst"}.`
      : `Du hast ${remembered} von ${cards} Karten gewusst.`,
  over: "**Für heute geschafft.**",
  comesBack: (lessons) => `Was du vergessen hattest, kommt morgen wieder; gelehrt wird es in ${lessons.join(", ")}.`,
  tasksDone: (tasks) => (tasks === 1 ? "Eine Aufgabe geschafft." : `${tasks} Aufgaben geschafft.`),
};

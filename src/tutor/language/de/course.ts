// Was um die Lektionen herum gesagt wird: Liste, Menü, Start.

import type { Texts } from "../english.ts";

export const course: Texts["course"] = {
  marks: { done: "geschafft", begun: "begonnen", known: "bekannt", new: "" },
  minutes: (title, minutes) => `${title} (${minutes} Min.)`,
  howToStart: "k8s-tutor start LEKTION beginnt eine oder setzt sie fort.",
  keptIn: (folder) => `Was du tust, steht in ${folder} und nirgendwo sonst.`,
  whichLesson: (next) =>
    `Welche Lektion? ${next === undefined ? "" : `Enter beginnt **${next}**. `}Oder tippe die Kennung einer Lektion; \`list\` nennt alle. \`placement\` findet, wo du anfangen kannst, auch \`review\` und \`exams\` gibt es; \`exit\` beendet.`,
  leave: "Beenden",
  menuKeys: { navigate: "auf und ab", select: "wählen", leave: "beenden", back: "zurück" },
  review: "Wiederholung",
  reviewOf: (offer) => `Wiederholung: ${offer}`,
  placement: "Einstufung",
  placementOffer: "Einstufung: Welche Lektionen kann ich überspringen?",
  exams: "Prüfungen",
  reviewHint: (offer) => `${offer}: k8s-tutor review.`,
};

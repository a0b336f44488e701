// Was die Einstufung sagt.

import type { Texts } from "../english.ts";

export const placement: Texts["placement"] = {
  doNotKnow: "Weiß ich nicht",
  begin: (most) =>
    `**Wo anfangen?** Höchstens ${most} Fragen und kleine Aufgaben, in der Reihenfolge des Kurses; sobald genug klar ist, ist Schluss. Gesperrt wird dadurch nichts. \`exit\` hört auf.`,
  left: "Abgebrochen: Nichts wurde als bekannt vermerkt.",
  atTheBeginning: "Fang am besten vorn an: `k8s-tutor start`.",
  maySkip: (lessons) =>
    `Du kannst ${lessons.length === 1 ? "eine Lektion" : `${lessons.length} Lektionen`} überspringen: ${lessons.map((id) => `\`${id}\``).join(", ")}. ${lessons.length === 1 ? "Sie ist als bekannt vermerkt und steht" : "Sie sind als bekannt vermerkt und stehen"} dir weiter offen.`,
  right: (right, asked) => `**${right} von ${asked} richtig.**`,
  needsTerminal: "Die Einstufung stellt Fragen: Starte sie in einem Terminal",
  none: "Dieser Kurs hat keine Einstufung; k8s-tutor list zeigt seine Lektionen",
};

// Was `k8s-tutor progress` sagt: was geschafft ist, wie man es mitnimmt oder vergisst, und die Zusammenfassung zum Aufheben oder Zeigen.

import type { Texts } from "../english.ts";

/** Was an einer Datei falsch ist, wie es beim Lesen heißt. */
const FAULTS: readonly (readonly [RegExp, string])[] = [
  [/^it is empty$/, "sie ist leer"],
  [/^it is not JSON, perhaps half written$/, "sie ist kein JSON, vielleicht nur halb geschrieben"],
  [/^it is not a progress file of k8s-tutor$/, "sie enthält keinen Stand von k8s-tutor"],
  [/^its version is unknown$/, "ihre Version ist unbekannt"],
  [/^an entry under `lessons` is not complete$/, "ein Eintrag unter `lessons` ist unvollständig"],
  [/^`(.*)` is not complete$/, "`$1` ist unvollständig"],
];
const fault = (why: string) => FAULTS.reduce((said, [pattern, german]) => said.replace(pattern, german), why);

export const progress: Texts["progress"] = {
  nothingYet: "Noch nichts. k8s-tutor start fängt an.",
  done: "geschafft",
  atStep: (step, steps) => `Schritt ${step} von ${steps}`,
  times: (state, times) => `${state}, ${times}-mal`,
  exported: (file) => `Dein Stand ist in ${file}. Auf einem anderen Rechner: k8s-tutor progress import ${file}`,
  imported: (lessons) => `Übernommen: ${lessons} ${lessons === 1 ? "Lektion" : "Lektionen"}.`,
  noProgress: (lesson, meant) =>
    `In einer Lektion ${lesson} hast du noch nichts getan${meant === undefined ? ";" : `. Meinst du ${meant}?`} k8s-tutor progress zeigt, was es gibt`,
  allLessons: "alle Lektionen",
  askForget: (what) => `Deinen Stand vergessen (${what})?`,
  nothingChanged: "Nichts wurde geändert.",
  forgotten: (what) => `Vergessen: ${what}.`,
  nobodyToAsk: "Hier ist niemand, der antworten könnte; wenn du es so meinst, gib --yes an",
  unusable: (why, aside) =>
    `Die Datei mit deinem Stand war nicht zu gebrauchen: ${fault(why)}. Sie liegt jetzt unter ${aside}; du fängst von vorn an.`,
  ofLaterVersion: (file, version) =>
    `${file} stammt von einer neueren Version von k8s-tutor (Format ${version}); bring deine auf den neuesten Stand: npm install -g k8s-tutor`,
  exportOfLaterVersion: (file) => `${file} stammt von einer neueren Version von k8s-tutor; erneuere erst diese hier`,
  noExport: (file, why) => `${file} ist nicht das, was k8s-tutor progress export schreibt: ${fault(why)}`,
  stuck: (file, why, reason) =>
    `${file} ist nicht zu gebrauchen (${fault(why)}) und lässt sich nicht beiseitelegen: ${reason}`,
  notSaved: (folder, reason) =>
    `Dein Stand lässt sich in ${folder} nicht speichern: ${reason}; setze K8S_TUTOR_HOME auf einen Ordner, in den du schreiben darfst`,
  notRead: (file, reason) =>
    `Dein Stand in ${file} lässt sich nicht lesen: ${reason}; mit K8S_TUTOR_HOME nimmst du einen anderen Ordner`,
  summary: {
    of: (course, date) => `${course}: Zusammenfassung vom ${date}`,
    ofDate: (date) => `Zusammenfassung vom ${date}.`,
    completed: (done, total) => `${done} von ${total} Lektionen abgeschlossen`,
    begun: (count) => `${count} begonnen`,
    known: (count) => `${count} nach der Einstufung als bekannt vermerkt, nicht bearbeitet`,
    steps: ({ solo, assisted, skipped }) =>
      [
        `${solo} ${solo === 1 ? "Schritt" : "Schritte"} allein`,
        ...(assisted === 0 ? [] : [`${assisted} mit Hilfe`]),
        ...(skipped === 0 ? [] : [`${skipped} übersprungen`]),
      ].join(", "),
    columns: ["Lektion", "Abgeschlossen", "Schritte"],
    exams: "Prüfungen",
    exam: ({ title, points, of, passed, isPractice, time }) =>
      `${title}: ${points} von ${of} Punkten (${passed ? "bestanden" : "nicht bestanden"}${isPractice ? ", Übung" : ""}), ${time} Minuten Arbeit`,
    honest: "Das hat k8s-tutor auf dem Rechner des Lernenden festgehalten, ohne Aufsicht. Es ist kein Zeugnis.",
    written: (file) => `Deine Zusammenfassung ist in ${file}.`,
    notWritten: (file, reason) =>
      `${file} lässt sich nicht schreiben: ${reason}; nenne eine Datei in einem deiner Ordner`,
  },
};

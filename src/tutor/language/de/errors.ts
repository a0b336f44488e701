// Was gesagt wird, wenn etwas nicht stimmt: ein Satz, der sagt, was zu tun ist.

import type { Texts } from "../english.ts";

export const errors: Texts["errors"] = {
  shouldNot: (text) =>
    `k8s-tutor: Es ist etwas schiefgegangen, das nicht schiefgehen sollte: ${text}\nNichts von dem, was du getan hast, ist verloren. Mit K8S_TUTOR_DEBUG=1 siehst du, wo es geschah; bitte melde es.`,
  contextNeedsKubeconfig: "--context gehört zu --kubeconfig: Sag, in welcher Datei er steht",
  otherCourseElsewhere:
    "Lektionen eines anderen Kurses gibt es nur im eigenen Cluster des Tutors, wo sie nichts anrichten können; lass --kubeconfig weg",
  seedNeedsLesson: "--seed gehört zu einer Lektion: Sag, zu welcher",
  noLesson: (id, meant) =>
    `Es gibt keine Lektion ${id}${meant === undefined ? ";" : `. Meinst du ${meant}?`} k8s-tutor list zeigt alle`,
  nothingDrawn: (id) => `In der Lektion ${id} ist nichts dem Zufall überlassen; starte sie ohne --seed`,
  noTerminal:
    "Welche Lektion? Hier ist kein Terminal zum Auswählen: k8s-tutor list zeigt alle, k8s-tutor start LEKTION beginnt eine",
  cannotGoOn: (why) => `In diesem Cluster kann die Lektion nicht weitergehen: ${why}; starte sie ohne --kubeconfig`,
};

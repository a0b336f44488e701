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
  notDrawn: (id) => `Die Lektion ${id} lässt sich nicht auslosen`,
  jsonNeedsScript: "--json gehört zu --script: Gib eine Datei mit Zeilen an, oder - für die Standardeingabe",
  scriptNeedsLesson: "--script gehört zu einer Lektion: Sag, zu welcher",
  noSession: "Es gibt noch keine Sitzung: k8s-tutor start beginnt eine",
  noSessionOf: (id, known) =>
    `Von ${id} ist keine Sitzung darin; es gibt ${known.length === 0 ? "keine" : known.join(", ")}`,
  notInCourse: (id) => `Der Kurs hat keine Lektion ${id}; nenne mit --course den Kurs, zu dem sie gehört`,
  otherSteps: (id) =>
    `Die Lektion ${id} hat jetzt andere Schritte als bei dieser Sitzung: Sie lässt sich nicht abspielen`,
  noFolder: (named) =>
    `Es gibt keinen Ordner ${named}; --course nimmt den Ordner eines Kurses oder den Namen eines Pakets`,
  noPackage: (named) =>
    `Hier gibt es weder einen Ordner ${named} noch ein Paket, das so heißt; npm install ${named} installiert es`,
  noCourse: (folder) =>
    `${folder} ist kein Kurs: Die Datei course.yaml fehlt. Das Format steht in lessons/README.md von k8s-tutor.`,
  lessonsNotRead: (folder, reason) => `Die Lektionen in ${folder} lassen sich nicht lesen: ${reason}`,
  tooLarge: (file, kib, most) => `${file} ist zu groß für eine Lektion (${kib} KiB; höchstens ${most} KiB)`,
  notRead: (file, reason) => `${file} lässt sich nicht lesen: ${reason}`,
  notWritten: (file, reason) => `${file} lässt sich nicht schreiben: ${reason}`,
  unusable: (file) => `${file} ist nicht zu gebrauchen`,
  folderNotMade: (folder, reason) =>
    `Der Ordner ${folder} lässt sich nicht anlegen: ${reason}; setze K8S_TUTOR_HOME auf einen Ordner, in den du schreiben darfst`,
  system: {
    ENOENT: "so eine Datei oder so einen Ordner gibt es nicht",
    EACCES: "dir fehlt die Berechtigung",
    EPERM: "dir fehlt die Berechtigung",
    EROFS: "das Dateisystem lässt sich nur lesen",
    ENOSPC: "auf dem Gerät ist kein Platz mehr",
    EISDIR: "es ist ein Ordner",
    ENOTDIR: "ein Teil des Pfades ist kein Ordner",
    EADDRINUSE: "der Port ist belegt",
    EADDRNOTAVAIL: "dieser Rechner hat keine solche Adresse",
    ENOTFOUND: "es gibt keinen Host mit diesem Namen",
    ECONNREFUSED: "dort hört niemand",
  },
};

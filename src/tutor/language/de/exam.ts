// Was eine Prüfung sagt: am Prompt, im Bericht und über sich.

import type { Texts } from "../english.ts";

const LEVELS = { beginner: "für den Anfang", intermediate: "für Fortgeschrittene", advanced: "anspruchsvoll" } as const;

const points = (count: number) => `${count} ${count === 1 ? "Punkt" : "Punkte"}`;
const flagged = (count: number) =>
  count === 0 ? "" : ` ${count === 1 ? "Eine Aufgabe ist" : `${count} Aufgaben sind`} vorgemerkt.`;

export const exam: Texts["exam"] = {
  words: {
    task: "die Aufgabe, bei der du bist; `task 3` geht zur dritten",
    next: "die nächste Aufgabe",
    prev: "die vorige Aufgabe",
    tasks: "alle Aufgaben",
    flag: "diese Aufgabe für später vormerken, oder doch nicht",
    time: "wie viel Zeit noch bleibt",
    finish: "die Prüfung beenden; mit `finish yes` geschieht es",
    help: "diese Liste",
    exit: "für jetzt aufhören",
  },
  rules: ({ tasks, points, minutes, pass }) =>
    `${tasks} Aufgaben, ${points} Punkte, ${minutes} Minuten; ${pass} von hundert Punkten genügen. Die Reihenfolge bestimmst du: \`tasks\`, \`next\`, \`prev\`, \`task 3\`, \`flag\`, \`time\`, \`finish\`. Hinweise gibt es nicht.`,
  clockStands: "Das hier ist Übung: Die Uhr steht, solange du weg bist.",
  clockRuns: "Die Uhr läuft, auch wenn du weg bist.",
  leftOff: (title) => `**${title}**: Du bist da, wo du aufgehört hast.`,
  timeIsOver: "**Die Zeit ist um.** Was jetzt dasteht, zählt.",
  minutes: (count) => `${count} Min.`,
  seconds: (count) => `${count} s`,
  left: (time) => `noch ${time}`,
  leftNow: (time) => `Noch ${time.replace(/\.$/, "")}.`,
  minutesLeft: (minutes) => `Noch ${minutes} Minuten.`,
  points,
  flagged: "vorgemerkt",
  youAreHere: "hier bist du",
  task: (number, total, title) => `Aufgabe ${number} von ${total}: ${title}`,
  noSuchTask: (total) => `Es gibt die Aufgaben 1 bis ${total}.`,
  flagSet: "Vorgemerkt: `tasks` zeigt es, damit du darauf zurückkommst.",
  flagTaken: "Nicht mehr vorgemerkt.",
  noHelp: (word) => `In einer Prüfung gibt es kein \`${word}\`. \`help\` sagt, was es gibt.`,
  askFinish: (time, open) =>
    `Noch ${time.replace(/\.$/, "")}.${flagged(open)} \`finish yes\` beendet die Prüfung und bewertet sie.`,
  leftRunning: (id) => `Die Uhr läuft weiter. Mit \`k8s-tutor exam ${id}\` geht es weiter.`,
  leftStanding: (id) => `Die Uhr steht. Mit \`k8s-tutor exam ${id}\` geht es weiter.`,
  columns: ["Aufgabe", "Punkte", "Zeit"],
  pointsOf: (earned, of) => `${earned} von ${of}`,
  result: (title, earned, of) => `**${title}: ${earned} von ${of} Punkten.**`,
  enough: "Das genügt.",
  notEnough: (pass) => `${pass} hätten genügt.`,
  timeWasOver: "Die Zeit war um.",
  practice: "Das war eine Übung.",
  missed: (title) => `**${title}**, was fehlte:`,
  notSoAtTheEnd: "Am Ende der Prüfung war es nicht so.",
  taughtIn: (commands) => `gelehrt wird es in ${commands}`,
  facts: ({ minutes, tasks, points: all }, level) =>
    `${minutes} Min., ${tasks} Aufgaben, ${points(all)}, ${LEVELS[level]}`,
  underWay: "hat begonnen",
  none: "Dieser Kurs hat keine Prüfungen.",
  how: "k8s-tutor exam KENNUNG beginnt eine oder setzt sie fort; mit --practice steht die Uhr, solange du weg bist.",
  givenUp: (id) => `Aufgegeben: ${id}. Davon bleibt nichts.`,
  noSuchExam: (id, known, meant) => {
    const others = known.length === 0 ? "es gibt überhaupt keine" : `es gibt ${known.join(", ")}`;
    return `Es gibt keine Prüfung ${id}${meant === undefined ? `; ${others}` : `. Meinst du ${meant}?`}`;
  },
  inAnother: (id) =>
    `Du bist in der Prüfung ${id}: k8s-tutor exam ${id} setzt sie fort, k8s-tutor exam --abandon gibt sie auf`,
  hasChanged: (id) =>
    `Die Prüfung ${id} hat sich geändert, seit du begonnen hast; k8s-tutor exam --abandon gibt deinen Versuch auf, dann kann sie neu beginnen`,
  noneUnderWay: "Keine Prüfung hat begonnen; k8s-tutor exam zeigt, welche es gibt",
};

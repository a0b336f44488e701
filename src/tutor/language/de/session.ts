// Was der Tutor in einer Lektion von sich aus sagt.

import type { Texts } from "../english.ts";

export const session: Texts["session"] = {
  noWayBack:
    "Dieser Cluster kann nicht in der Zeit zurück. Bring ihn mit kubectl in Ordnung, oder tippe `back` oder `reset`; `k8s-tutor start` ohne --kubeconfig hat einen Cluster mit `undo`.",
  drawn: (lesson, seed) =>
    `Was dir hier begegnet, ist ausgelost. \`k8s-tutor start ${lesson} --seed ${seed}\` lost noch einmal dasselbe aus.`,
  drill: (title, minutes) =>
    `**${title}**, etwa ${minutes === 1 ? "eine Minute" : `${minutes} Minuten`}. \`hint\` hilft, \`skip\` lässt sie aus, \`help\` zeigt mehr.`,
  didYouMeanKubectl: "Meintest du `kubectl`?",
  tooEarly: (line) =>
    `\`${line}\` ist kein Befehl. Falls es deine Antwort ist: Sieh erst nach, dann kommt die Frage von selbst. \`answer ${line}\` antwortet jetzt schon.`,
  everythingAsAsked: "alles ist wie verlangt",
  allHolds: "Alles ist, wie es sein soll. Weiter geht es, wenn dieser Befehl zu Ende ist; Strg-C beendet ihn.",
  sameAgain: "Immer noch wie vorher. `hint` hilft weiter; `check` sagt, was offen ist.",
  offer: "`hint` sagt, wo du als Nächstes nachsehen kannst; `check` sagt, was noch offen ist.",
  noSuchQuestion: (id) => `Dieser Schritt hat keine Frage \`${id}\`.`,
  noQuestion: "Dieser Schritt stellt keine Frage.",
  writeAnswer: "Schreib deine Antwort dahinter: `answer …`.",
  resetHere:
    "Diese Lektion finge von vorn an, mit frischem Cluster und frischen Dateien. Mit `reset yes` geschieht es.",
  resetElsewhere:
    "Diese Lektion finge von vorn an, mit leerem Namespace und frischen Dateien. Mit `reset yes` geschieht es.",
  lessonDoneOthers: "Diese Lektion ist geschafft. `list` zeigt die anderen.",
  lessonDone: "Diese Lektion ist geschafft.",
  firstStep: "Das ist der erste Schritt.",
  skipped: "Übersprungen. Der Cluster ist so, wie der nächste Schritt ihn braucht.",
  gateClosed: "Den nächsten Schritt gibt die Kursleitung bald frei. Bis dahin sieh dich um, wie du magst.",
  stepAnew:
    "Dieser Schritt beginnt von vorn, wie es die Kursleitung wollte. `redo` bringt zurück, was du getan hattest.",
  asAbove: "Wie oben.",
  hintsForSteps: "Hinweise gibt es zu den Schritten einer Lektion.",
  probeFirst:
    "Sieh dich erst um: die Liste, die Events, das Log. Was du selbst findest, bleibt dir. Noch einmal `hint`, und du bekommst den Hinweis trotzdem.",
  tryFirst: "Versuch es erst mit diesem; dann frag noch einmal.",
  solutionsForSteps: "Lösungen gibt es zu den Schritten einer Lektion.",
  noWhyYet: "Nach jedem Schritt sagt `why`, warum es geklappt hat. Das hier ist der erste.",
  leftOff: (title) => `${title}: Du bist da, wo du aufgehört hast.`,
  nothingToUndo: "Es gibt nichts zurückzunehmen.",
  nothingToRedo: "Es gibt nichts zu wiederholen.",
  undone: (what) => `Zurückgenommen: ${what}. \`redo\` tut es wieder.`,
  redone: (what) => `Wieder getan: ${what}.`,
  fileChange: (path) => `die Änderung an ${path}`,
  givenAnswer: (text) => `die Antwort \`${text}\``,
  theStep: "der Schritt",
  quizOnly: (count) =>
    `Antworte mit einer Zahl von 1 bis ${count}. \`skip\` übergeht das Quiz, danach nimmt der Prompt wieder Befehle.`,
  quizNumber: (count) => `Antworte mit einer Zahl von 1 bis ${count}.`,
  solution: {
    answerOf: (command) => `answer …   # was das ausgibt: ${command}`,
    writeFile: (file) => `edit ${file}   # bis da steht:`,
    editFile: (file) => `edit ${file}   # ändere:`,
    takeOut: (path) => `(nimm ${path} heraus)`,
    wait: "# warte ein wenig",
  },
  unseen: (why) => `Der Tutor sieht nicht, wie es dem Cluster geht, und sieht alle paar Sekunden wieder nach: ${why}`,
};

// Was `help` über die Wörter des Tutors sagt.

import type { Texts } from "../english.ts";

export const words: Texts["words"] = {
  task: "die Aufgabe zeigen und wie weit du bist; F1 (oder Alt-H) tut es jederzeit",
  check: "sagen, was noch offen ist",
  hint: "ein Hinweis; drei Stufen, jede näher dran",
  solution: "einen Lösungsweg zeigen",
  why: "warum der letzte Schritt geklappt hat",
  answer: "eine Frage beantworten: `answer 2`",
  undo: "die letzte Änderung zurücknehmen",
  redo: "sie doch wieder tun",
  back: "einen Schritt zurück",
  skip: "weiter zum nächsten Schritt",
  reset: "diese Lektion von vorn beginnen",
  list: "andere Lektionen",
  help: "diese Liste; `help lesson` sagt noch einmal, worum es in der Lektion geht",
  exit: "aufhören; dein Stand bleibt erhalten",
  map: "Nodes, Pods und Services zeichnen; `map on` hält sie über dem Prompt fest",
  trace: "was deine letzte Änderung ausgelöst hat; `trace http://SVC` folgt einer Anfrage",
  less: "einen langen Text Seite für Seite lesen: `kubectl describe nodes | less`",
  watch: "zusehen, wie sich etwas ändert: `watch kubectl get pods`",
  edit: "eine Datei in deinem Editor öffnen, oder in dem des Tutors",
  helpDrill: "diese Liste",
  skipDrill: "diese Aufgabe auslassen",
  exitDrill: "die Wiederholung beenden; was du getan hast, bleibt erhalten",
  exitElsewhere: "aufhören; diese Lektion fängt nächstes Mal von vorn an",
};

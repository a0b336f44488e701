// Was außerhalb von Lektionen am Prompt gesagt wird, und hinter dem, was ein Programm sagt.

import type { Texts } from "../english.ts";

export const prompt: Texts["prompt"] = {
  confirm: { yes: "Ja", no: "Nein", error: ({ yes, no }) => `Antworte mit »${yes}« oder »${no}«` },
  didYouMean: (word) => `Meinst du ${word}?`,
  simulated: (version, nodes) =>
    `Ein simulierter Cluster mit Kubernetes ${version} und ${nodes === 1 ? "einem Node" : `${nodes} Nodes`}.`,
  sandbox: ({ map, trace, exit }) =>
    `Tippe Befehle für kubectl; ${map} zeichnet, was da ist, ${trace} sagt, was daraus wurde, ${exit} beendet.`,
  help: `Tippe Befehle für kubectl oder was eine Shell kennt: Pipes, Dateien und die üblichen kleinen Programme. Tab vervollständigt.

  map       zeichnet die Nodes, die Pods darauf und die Services; map on hält es über dem Prompt fest
  trace     sagt, was deine letzte Änderung ausgelöst hat, oder folgt einer Anfrage; trace --help
  edit      öffnet eine Datei in deinem Editor
  less      zeigt einen langen Text Seite für Seite: kubectl describe nodes | less
  watch     führt einen Befehl immer wieder aus: watch kubectl get pods
  tables    tables records liest Tabellen Zeile für Zeile; tables columns beendet das
  exit      beendet
`,
  tables: {
    inRecords:
      "Tabellen kommen Zeile für Zeile, jeder Wert hinter dem Namen seiner Spalte; `tables columns` beendet das.",
    inColumns: "Tabellen kommen in Spalten; `tables records` liest sie Zeile für Zeile.",
  },
  mapStays: "Die Karte bleibt über dem Prompt und ändert sich mit dem Cluster; `map off` nimmt sie weg.",
  mapNotOn: "Die Karte ist nicht da; `map on` setzt sie über den Prompt.",
  mapCannotStay: (reason) => `Die Karte kann nicht bleiben: ${reason}.`,
  mapIsOff: "Das Fenster ist zu klein für die Karte: Sie ist weg. `map on` bringt sie zurück.",
  noScreen: "Hier ist kein Bildschirm, auf dem sie bleiben könnte; `map` zeichnet sie einmal",
  smallWindow: (rows) => `Das Fenster ist zu klein; sie braucht ${rows} Zeilen`,
  moreLines: (left) => `… noch ${left} Zeilen; \`map\` zeichnet alles`,
  noNamespace: (name) =>
    `--namespace: "${name}" kann kein Namespace heißen; nimm bis zu 63 Kleinbuchstaben, Ziffern und -, wie in team-a`,
  noDirectory: (folder, reason) =>
    `Das Arbeitsverzeichnis ${folder} ist nicht zu gebrauchen: ${reason}; wähle ein anderes mit --dir`,
  jsonNeedsScript: "--json gehört zu --script: Gib eine Datei mit Befehlen an, oder - für die Standardeingabe",
  scriptWaits: (duration) =>
    `k8s-tutor: Die Zeit dieses Clusters lässt sich nicht vorspulen; das Skript wartet insgesamt ${duration}`,
  theScript: "im Skript",
  scriptNotRead: (file, reason) => `Das Skript ${file} lässt sich nicht lesen: ${reason}`,
};

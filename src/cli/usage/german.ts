// Was `--help` auf Deutsch sagt, nach dem englischen Satz, für den es steht. Was nur Autoren und Kursleitungen brauchen, bleibt im Einzelnen englisch.

export const GERMAN: Readonly<Record<string, string>> = {
  // Der Rahmen.
  "Usage:": "Aufruf:",
  "Arguments:": "Argumente:",
  "Options:": "Optionen:",
  "Global Options:": "Allgemeine Optionen:",
  "Commands:": "Befehle:",
  default: "sonst",
  choices: "zur Wahl",
  "display help for command": "zeigt diese Hilfe",
  "output the version number": "zeigt die Version",
  "(k8s-tutor --help lists what there is)": "(k8s-tutor --help zeigt, was es gibt)",

  // Die Befehle.
  "Learn Kubernetes in your terminal, on a simulated cluster that answers kubectl as the real one does.":
    "Lerne Kubernetes in deinem Terminal, an einem simulierten Cluster, der kubectl antwortet wie der echte.",
  "the tutor: goes on where you were, or shows the lessons":
    "der Tutor: macht weiter, wo du warst, oder zeigt die Lektionen",
  "the course, with marks for what you have done": "der Kurs, mit Zeichen für das, was du geschafft hast",
  "what you have learned comes back: cards and small tasks, 2 to 5 minutes":
    "was du gelernt hast, kommt wieder: Karten und kleine Aufgaben, 2 bis 5 Minuten",
  "a short check for who knows some of it: shows which lessons you may skip":
    "eine kurze Einstufung für alle, die schon etwas wissen: zeigt, was du überspringen kannst",
  "tasks against the clock; without an id, which exams there are and how they went":
    "Aufgaben gegen die Uhr; ohne Kennung: welche Prüfungen es gibt und wie sie ausgingen",
  "your progress: show (default), where, export, import, summary, reset":
    "dein Stand: show (ohne Angabe), where, export, import, summary, reset",
  "a free cluster and a prompt": "ein freier Cluster und ein Prompt",
  "a cluster for kubectl and every other Kubernetes client, until Ctrl-C":
    "ein Cluster für kubectl und jeden anderen Kubernetes-Client, bis Strg-C",
  "kubectl, for the cluster of your kubeconfig (--kubeconfig, KUBECONFIG, ~/.kube/config)":
    "kubectl, für den Cluster deiner Kubeconfig (--kubeconfig, KUBECONFIG, ~/.kube/config)",
  "writes the beginning of a lesson, of a review task or of an exam":
    "für Autoren: schreibt den Anfang einer Lektion, einer Wiederholungsaufgabe oder einer Prüfung",
  "shows a lesson as learners see it, anew each time its file is saved":
    "für Autoren: zeigt eine Lektion, wie Lernende sie sehen, nach jedem Speichern neu",
  "a sandbox whose commands become a lesson: `start` marks where it begins, `finish` writes it":
    "für Autoren: eine Sandbox, deren Befehle zur Lektion werden: `start` sagt, wo sie beginnt, `finish` schreibt sie",
  "checks lesson files; every mistake is named with file, line and column, and what to do":
    "für Autoren: prüft Lektionen; nennt jeden Fehler mit Datei, Zeile und Spalte, und was zu tun ist",
  "proves lessons: every solution passes, doing nothing does not, mistakes get their feedback":
    "für Autoren: erprobt Lektionen: Jede Lösung besteht, Nichtstun nicht, und Fehler bekommen ihre Antwort",
  "takes part in a workshop: the tutor, with an instructor who sees how you get on":
    "nimmt an einem Workshop teil: der Tutor, mit einer Kursleitung, die sieht, wie du vorankommst",
  "a classroom: host one, and lead it from a terminal": "ein Klassenzimmer: eröffnen und vom Terminal aus leiten",
  "looks whether everything is well here: terminal, versions, files, kubectl; says what to do":
    "sieht nach, ob hier alles in Ordnung ist: Terminal, Versionen, Dateien, kubectl; sagt, was zu tun ist",
  "plays a session again: what was typed, what came of it, what the tutor said":
    "spielt eine Sitzung noch einmal ab: was getippt wurde, was daraus wurde, was der Tutor sagte",
  "prints what teaches your shell to complete k8s-tutor":
    "gibt aus, womit deine Shell k8s-tutor zu vervollständigen lernt",

  // Was Lernende dazu angeben können.
  "the language to learn in: en or de (default: K8S_TUTOR_LANG, or your locale's)":
    "die Sprache: en oder de (sonst K8S_TUTOR_LANG oder die deines Systems)",
  "a lesson's id, as first-pod": "die Kennung einer Lektion, etwa first-pod",
  "a course other than the built-in one: its folder, or the name of a package":
    "ein anderer Kurs als der eingebaute: sein Ordner oder der Name eines Pakets",
  "plain text: no colours, no boxes, no redrawing (also K8S_TUTOR_PLAIN=1)":
    "schlichter Text: keine Farben, keine Kästen, nichts wird neu gezeichnet (auch K8S_TUTOR_PLAIN=1)",
  "plain text (also K8S_TUTOR_PLAIN=1)": "schlichter Text (auch K8S_TUTOR_PLAIN=1)",
  "what a lesson leaves to chance comes from this number":
    "was eine Lektion dem Zufall überlässt, kommt von dieser Zahl",
  "play the lesson from a file of lines (- for standard input); nothing is kept of it":
    "spielt die Lektion nach einer Datei mit Zeilen (- für die Standardeingabe); davon bleibt nichts",
  "with --script: what was entered, what it printed and what the tutor said, as JSON":
    "mit --script: was eingegeben wurde, was es ausgab und was der Tutor sagte, als JSON",
  "work in the cluster of this kubeconfig instead of the built-in one":
    "arbeitet im Cluster dieser Kubeconfig statt im eingebauten",
  "with --kubeconfig: another context than its current one": "mit --kubeconfig: ein anderer Kontext als der aktuelle",
  "with --kubeconfig: do not ask whether that cluster is meant":
    "mit --kubeconfig: fragt nicht, ob dieser Cluster gemeint ist",
  "as JSON": "als JSON",
  "the names and numbers of tasks come from this number": "Namen und Zahlen der Aufgaben kommen von dieser Zahl",
  "what is due, as JSON": "was fällig ist, als JSON",
  "which lessons it has marked as known, as JSON": "welche Lektionen sie als bekannt vermerkt hat, als JSON",
  "an exam's id": "die Kennung einer Prüfung",
  "the clock stands while you are away": "die Uhr steht, solange du weg bist",
  "give up the exam that is under way": "gibt die Prüfung auf, in der du bist",
  "exams and results, as JSON": "Prüfungen und Ergebnisse, als JSON",
  "what you have done": "was du geschafft hast",
  "the file it is kept in": "die Datei, in der er steht",
  "writes it out, to take to another machine": "schreibt ihn heraus, für einen anderen Rechner",
  "where to write it; standard output when absent": "wohin; ohne Angabe auf die Standardausgabe",
  "takes over what another machine exported; what you have here and there is merged":
    "übernimmt, was ein anderer Rechner herausgeschrieben hat, und führt beides zusammen",
  "a file that export wrote": "eine Datei, die export geschrieben hat",
  "what you have completed, on your own or with help, and exams; to keep or to show":
    "was du abgeschlossen hast, allein oder mit Hilfe, und die Prüfungen; zum Aufheben oder Zeigen",
  "how to write it; by the file's name when absent": "die Form; ohne Angabe nach dem Namen der Datei",
  "short for --format json": "kurz für --format json",
  "short for FILE --format html: a page that needs nothing else, to send or to print":
    "kurz für DATEI --format html: eine Seite, die sonst nichts braucht, zum Verschicken oder Drucken",
  "forgets it": "vergisst ihn",
  "one lesson; all of them when absent": "eine Lektion; ohne Angabe alle",
  "do not ask": "fragt nicht nach",
  "run commands from a file (- for standard input) instead of asking for them":
    "führt Befehle aus einer Datei aus (- für die Standardeingabe), statt danach zu fragen",
  "with --script: answer with a JSON array, one entry a command":
    "mit --script: antwortet mit einer JSON-Liste, ein Eintrag je Befehl",
  "working directory for files (default: the current one)": "Arbeitsverzeichnis für Dateien (sonst das aktuelle)",
  "the context's namespace; created if absent": "der Namespace des Kontexts; wird angelegt, wenn es ihn nicht gibt",
  "a profile's name (city, city-ingress, city-registry) or file":
    "Name (city, city-ingress, city-registry) oder Datei eines Profils",
  "names of the nodes, separated by commas; the first is the control plane":
    "Namen der Nodes, durch Kommas getrennt; der erste ist die Control Plane",
  "chance comes from this number: same seed, same cluster":
    "der Zufall kommt von dieser Zahl: dieselbe Zahl, derselbe Cluster",
  "the cluster of this kubeconfig instead of a simulated one": "der Cluster dieser Kubeconfig statt eines simulierten",
  "the port to listen on (0: any that is free)": "der Port (0: irgendein freier)",
  "the address to listen on; others than this machine can then reach it":
    "die Adresse; über eine andere erreichen ihn auch andere Rechner",
  "where to write the kubeconfig for clients": "wohin die Kubeconfig für Clients geschrieben wird",
  "as the instructor shows it: ABCD-EFGH@192.168.1.20, or the web address":
    "wie die Kursleitung sie zeigt: ABCD-EFGH@192.168.1.20 oder die Webadresse",
  "your name in the room; a pseudonym will do (default: asks)":
    "dein Name im Raum; ein Deckname tut es auch (sonst wird gefragt)",
  "go on with the seat that you took on another machine":
    "macht mit dem Platz weiter, den du an einem anderen Rechner genommen hast",
  "the workshop's course, when it is not the built-in one: its folder, or a package's name":
    "der Kurs des Workshops, wenn es nicht der eingebaute ist: sein Ordner oder der Name eines Pakets",
  "a file that `k8s-tutor progress export` wrote (default: your own progress)":
    "eine Datei, die `k8s-tutor progress export` geschrieben hat (sonst dein eigener Stand)",
  "which lesson's session (default: the last one)": "die Sitzung welcher Lektion (sonst die letzte)",
  "only so many commands and answers": "nur so viele Befehle und Antworten",
  "in a terminal: so many times as fast as it was (default: at once)":
    "in einem Terminal: um so viel schneller, als es war (sonst alles auf einmal)",
  "as JSON: an entry for each command and answer": "als JSON: ein Eintrag für jeden Befehl und jede Antwort",
  yours: "deine",
};

/** Was gesagt wird, wenn jemand sich vertippt: Muster mit dem, was an ihre Stelle tritt. */
export const GERMAN_SLIPS: readonly (readonly [RegExp, string])[] = [
  [/^error: unknown command '(.*)'/m, "Fehler: Es gibt keinen Befehl »$1«"],
  [/^error: unknown option '(.*)'/m, "Fehler: Es gibt keine Option »$1«"],
  [/^error: missing required argument '(.*)'/m, "Fehler: Es fehlt »$1«"],
  [/^error: option '(.*)' argument missing/m, "Fehler: Hinter »$1« fehlt ein Wert"],
  [/^error: too many arguments(?: for '(.*)')?\..*/m, "Fehler: Da steht zu viel."],
  [/^error: option '(.*)' cannot be used with option '(.*)'/m, "Fehler: »$1« und »$2« gehen nicht zusammen"],
  [/^error: option '(.*)' argument '(.*)' is invalid\./m, "Fehler: »$2« geht nicht bei »$1«."],
  [/^error: command-argument value '(.*)' is invalid for argument '(.*?)'\./m, "Fehler: »$1« geht nicht bei »$2«."],
  [/Allowed choices are (.*)\./, "Zur Wahl stehen $1."],
  [/\(Did you mean (?:one of )?(.*)\?\)/, "(Meinst du $1?)"],
  [/it must be a whole number, 0 or more\./, "Es muss eine ganze Zahl ab 0 sein."],
];

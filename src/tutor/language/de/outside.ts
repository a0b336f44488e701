// Was von einem Cluster gesagt wird, der nicht der des Tutors ist.

import type { Texts } from "../english.ts";

const onlyHere = "das lässt nur der eingebaute Cluster zu";

export const outside: Texts["outside"] = {
  nobodyToAsk: ({ namespace, server, context }) =>
    `Das geschähe im Namespace ${namespace} des Clusters ${server} (Kontext ${context}), und hier ist niemand, der zustimmen könnte; wenn du es so meinst, gib --yes an`,
  notOurs: ({ namespace, server, context }) => [
    "Dieser Cluster gehört nicht zu k8s-tutor:",
    `  Kontext    ${context}`,
    `  Server     ${server}`,
    `  Namespace  ${namespace}`,
  ],
  goOn: "Weiter?",
  yesOrNo: "[j/N]",
  nothingDone: "Dort ist nichts geschehen",
  lessonIntents: [
    "Die Lektion legt diesen Namespace an und arbeitet darin; was du tippst, geschieht dort. Der eines früheren Versuchs wird zuerst entfernt.",
    "Am Ende fragt der Tutor, ob er ihn entfernen soll, und entfernt nichts, was er nicht angelegt hat.",
  ],
  namespaceIntent: (namespace) => `Den Namespace ${namespace} legt er an, falls es ihn nicht gibt.`,
  typedIntent: "Was du dort tippst, geschieht dort.",
  scriptIntent: "Was das Skript tut, geschieht dort.",
  youWorkIn: ({ namespace, server, context }) =>
    `Du arbeitest im Namespace \`${namespace}\` von ${context}, auf ${server}. Ein \`undo\` gibt es dort nicht.`,
  sandbox: (server, namespace) => `Der Cluster ${server}, Namespace ${namespace}: Was du hier tust, geschieht dort.`,
  askRemove: (names, context) =>
    `${names.join(" und ")} entfernen? Diese Lektion hat es in ${context} angelegt; alles darin ginge mit.`,
  itStays: (names) => `Es bleibt. \`kubectl delete ${names.join(" ")}\` entfernt es.`,
  removed: (names) => `Entfernt: ${names.join(", ")}. Der Cluster braucht einen Augenblick zum Aufräumen.`,
  notRemoved: (names, reason) =>
    `Es ließ sich nicht entfernen; \`kubectl delete ${names.join(" ")}\` holt es später nach: ${reason}`,
  madeElsewhere: (namespace, what) =>
    `Deine Befehle haben auch außerhalb von \`${namespace}\` etwas angelegt, und das bleibt: ${what.join(", ")}.`,
  resourceIn: (resource, namespace) => `${resource} in ${namespace}`,
  waitsForEarlier: (namespace) => `Warte, bis der Namespace \`${namespace}\` eines früheren Versuchs weg ist …`,
  namespaceTaken: (name) =>
    `Es gibt schon einen Namespace ${name}, und diese Lektion hat ihn nicht angelegt; entferne ihn oder starte die Lektion ohne --kubeconfig`,
  namespaceStays: (name) =>
    `Der Namespace ${name} geht nicht weg; kubectl get namespace ${name} -o yaml sagt, was ihn hält`,
  notLookedAt: (name, reason) => `Der Namespace ${name} lässt sich nicht ansehen: ${reason}`,
  notMade: (name, reason) => `Der Namespace ${name} lässt sich nicht anlegen: ${reason}`,
  notRemovable: (name, reason) => `Der Namespace ${name} lässt sich nicht entfernen: ${reason}`,
  answered: (status) => `Der Cluster hat ${status} geantwortet`,
  notAccepted: (server, context) => `Der Cluster ${server} nimmt die Zugangsdaten des Kontexts ${context} nicht an`,
  notReached: (server, reason) => `Der Cluster ${server} ist nicht zu erreichen: ${reason}`,
  noContext: (file, context, known) =>
    `${file} ${context === "" ? "nennt keinen aktuellen Kontext" : `hat keinen Kontext ${context}`}; es gibt ${known.length === 0 ? "keinen" : known.join(", ")}; wähle einen mit --context`,
  noFile: (file) => `Es gibt keine Datei ${file}; --kubeconfig braucht die Kubeconfig des Clusters, den du meinst`,
  unusable: (file, reason) => `Die Kubeconfig ${file} ist nicht zu gebrauchen: ${reason}`,
  notTaught: (lesson, why) => `Die Lektion ${lesson} ${why}; starte sie ohne --kubeconfig`,
  stops: (component) => `hält die Komponente ${component} an, und ${onlyHere}`,
  starts: (component) => `startet die Komponente ${component}, und ${onlyHere}`,
  kubeletOf: (node) => `kubelet von ${node}`,
  switchesNode: (node) => `schaltet den Node ${node} aus und ein, und ${onlyHere}`,
  addsNode: (node) => `fügt den Node ${node} hinzu, und ${onlyHere}`,
  crashes: (pod) => `lässt den Pod ${pod} abstürzen, und ${onlyHere}`,
  asksNetwork: "fragt, was über das Netz geht, und das sieht nur der eingebaute Cluster",
  judgesCopy: (step) =>
    `beurteilt ihren Schritt ${step} an einer Kopie des Clusters, und kopieren lässt sich nur der eingebaute`,
  worksInDefault: "arbeitet im Namespace `default`, und anderswo hat sie einen eigenen",
  judgesWhatIs:
    "Dieser Cluster lässt sich nicht kopieren, um zu sehen, was als Nächstes geschähe: Der Tutor beurteilt, was ist.",
  doesNotFit: (lesson, why) =>
    `Die Lektion ${lesson} passt nicht zu diesem Cluster: ${why}; starte sie ohne --kubeconfig`,
  otherNodes: (missing, context, nodes) =>
    `Sie handelt von ${missing.join(", ")}, und ${context} hat die Nodes ${nodes.join(", ")}`,
  wantsOtherNodes: (context, why) => `Sie braucht andere Nodes, als ${context} hat. ${why}`,
};

// Beinahe richtig: was statt des Verlangten da ist, und wo man nachsieht. `name` ist immer Art und Name, wie Pod `web`.

import type { Texts } from "../english.ts";

const PROBES = { startup: "Startup-Probe", readiness: "Readiness-Probe" } as const;

export const near: Texts["near"] = {
  slips: {
    capitals: "nur Groß- und Kleinbuchstaben sind anders",
    blank: "ein Leerzeichen ist zu viel",
    joints: "nur Bindestriche, Unterstriche oder Punkte sind anders",
    plural: "das eine ist der Plural des anderen",
    letter: "ein Buchstabe ist anders",
    doubled: "in einem von beiden ist ein Buchstabe doppelt",
  },
  thereIsLetterAway: (kind, found, wanted) =>
    `${kind} \`${found}\` gibt es: Zu \`${wanted}\` fehlt nur ein Buchstabe. Vergleiche die Namen.`,
  thereIs: (kind, found, wanted, how) =>
    `${kind} \`${found}\` gibt es, nicht \`${wanted}\`: ${how}. Vergleiche die Namen.`,
  otherNamespace: (kind, name, place, wanted) =>
    `${kind} \`${name}\` gibt es, aber im Namespace \`${place}\`; er gehört in \`${wanted}\`.`,
  namespaceName: (found, wanted, how) =>
    `Es gibt einen Namespace \`${found}\`, nicht \`${wanted}\`: ${how}. Vergleiche die Namen.`,
  otherKind: (name, wanted, about) =>
    `${name} ist da; verlangt ist aber ein Objekt dieses Namens von der Art ${wanted}. ${about}. Welche Art steht in deinem Befehl oder deiner Datei?`,
  kinds: {
    Pod: "Einen nackten Pod macht niemand neu, wenn er weg ist",
    Deployment: "Es macht Pods unter eigenen Namen",
    ReplicaSet: "Es hält Pods in der richtigen Zahl, rollt aber keine neue Version aus",
    StatefulSet: "Es macht Pods mit festen Namen, einen nach dem anderen",
    DaemonSet: "Es setzt auf jeden Node einen Pod",
    Job: "Seine Pods laufen bis zum Ende, einmal",
    CronJob: "Es macht Jobs zu festen Zeiten",
    ClusterRole: "Sie gehört zu keinem Namespace",
    Role: "Sie gilt nur in ihrem eigenen Namespace",
    ClusterRoleBinding: "Es gibt die Rechte in jedem Namespace",
    RoleBinding: "Es gibt Rechte nur in seinem eigenen Namespace",
    ConfigMap: "Sie ist für Einstellungen, die jeder lesen darf",
    Secret: "Es ist für das, was nur wenige lesen dürfen",
    Ingress: "Er führt nur Anfragen von außen zu Services",
    Service: "Er gibt Pods eine Adresse, kennt aber keine Hostnamen oder Pfade",
    PersistentVolume: "Es ist der Speicher selbst, nicht der Wunsch danach",
    PersistentVolumeClaim: "Er ist der Wunsch nach Speicher, nicht der Speicher",
  },
  deleted: (kind, name) =>
    `${kind} \`${name}\` wurde in diesem Schritt gelöscht, und nichts hat ihn neu gemacht. Mach einen neuen, oder nimm das mit \`undo\` zurück.`,
  heldByFinalizer: (kind, name, finalizer) =>
    `${kind} \`${name}\` wird gelöscht, aber vom Finalizer \`${finalizer}\` festgehalten. Sieh nach, wer ihn noch benutzt.`,
  ending: (kind, name) =>
    `${kind} \`${name}\` wird gelöscht und ist noch am Enden; dafür gibt es eine Frist (meist 30 s). Sieh zu, wie er geht.`,

  owned: (name, owner) =>
    `${name} gehört zu ${owner}, und der macht einen neuen, sobald einer weg ist. Sieh dir den Besitzer an.`,
  labels: (name, miss) => `${name} kommt nahe heran, hat aber ${miss}.`,
  templateLabels: (name, miss) => `Das Template von ${name} kommt nahe heran, hat aber ${miss}.`,
  labelsElsewhere: (name, place, wanted) =>
    `${name} hat diese Labels, ist aber im Namespace \`${place}\`, nicht in \`${wanted}\`.`,
  makesNone: (name) => `${name} macht solche Pods, soll aber 0 davon haben.`,
  labelOnOwner: (name) =>
    `${name} hat dieses Label selbst, aber die Pods bekommen ihre aus \`spec.template\`. Sieh eine Ebene tiefer nach.`,
  labelWhere: (label, term) => `das Label \`${label}\`, wo der Selector \`${term}\` sagt`,
  labelSlip: (label, term, how) => `das Label \`${label}\`, wo der Selector \`${term}\` sagt: ${how}`,
  labelKeySlip: (label, term, how) =>
    `das Label \`${label}\`, wo der Selector \`${term}\` sagt: bei den Schlüsseln, ${how}`,
  labelOtherKey: (label, term) =>
    `das Label \`${label}\`, wo der Selector \`${term}\` sagt: Der Wert passt, der Schlüssel ist ein anderer`,
  noLabel: (key, term) => `kein Label \`${key}\`, und der Selector sagt \`${term}\``,

  claim: (name, phase) => `${name} ist ${phase}`,
  claimClass: (start, wanted, there) =>
    `${start}: Er verlangt die StorageClass \`${wanted}\`, und die gibt es nicht. ${there}`,
  thereIsA: (name) => `Es gibt \`${name}\`.`,
  thereIsACompare: (name) => `Es gibt \`${name}\`. Vergleiche die Namen.`,
  lookAt: (command) => `Sieh dir \`${command}\` an.`,
  claimUnused: (start) =>
    `${start}: Sein Speicher entsteht, wenn ein Pod ihn benutzt. Gibt es einen Pod, der ihn nennt, auf einem Node?`,
  claimRefused: (start, message) => `${start}: ${message}. Vergleiche mit \`kubectl get pv\`.`,
  claimInWork: (start, command) => `${start}: Sein Speicher wird gerade angelegt. \`${command}\` sagt mehr.`,

  selectsNone: (name, selector) => `${name} findet mit seinem Selector \`${selector}\` keinen Pod.`,
  hasWhich: (name, miss) => `${name} hat ${miss}. Welches von beiden ist gemeint?`,
  readyOnly: (name) => `${name} schickt Anfragen nur an bereite Pods.`,
  portName: (name, wanted, there) =>
    `${name} schickt an den Port namens \`${wanted}\` seiner Pods, aber ${there === undefined ? "die benennen gar keinen Port" : `die haben einen namens \`${there}\``}. Vergleiche die Namen.`,
  portsSwapped: (name, port, target) =>
    `${name} hat \`port\` ${port} und \`targetPort\` ${target}: Das sieht vertauscht aus. Aufrufer benutzen den ersten; auf dem zweiten lauscht der Container.`,
  otherPort: (name, ports, asked) =>
    `${name} lauscht auf Port ${ports}; die Anfrage geht an ${asked}. Vergleiche die beiden.`,
  otherTarget: (name, target, told) =>
    `${name} schickt an Port ${target} seiner Pods, aber deren Container nennen Port ${told}. Wo lauscht das Programm?`,
  policyForOthers: (policy, pod, miss) =>
    `${policy} gilt nicht für ${pod}: Der Pod hat ${miss}. Ein Pod, den keine Policy auswählt, lässt alle herein.`,
  policyFrom: (policy, pod, miss) =>
    `${policy} lässt ${pod} nicht herein: Der Pod hat ${miss}. Welches von beiden ist gemeint?`,
  policyCloses: (policies, target, asker) =>
    `${target} ist ausgewählt von ${policies.join(" und ")}, und keine Policy lässt ${asker} herein. Vergleiche seine Labels mit dem, was unter \`from\` steht.`,
  egressTo: (policy, asker, target, miss) =>
    `${policy} lässt ${asker} hinaus, aber nicht zu ${target}: dort steht ${miss}. Welches von beiden ist gemeint?`,
  egressCloses: (policies, asker, target) =>
    `${asker} darf nicht hinaus (${policies.join(" und ")}): Kein Weg führt zu ${target}. Vergleiche seine Labels mit dem, was unter \`to\` steht.`,
  egressPort: (policy, asker, ports, port) =>
    `${policy} lässt ${asker} dorthin nur auf Port ${ports}; das Programm lauscht auf ${port}. Bei Policies zählt der Port des Pods, nicht der des Service.`,
  egressDns: (policies, asker) =>
    `${asker} darf hinaus (${policies.join(" und ")}), aber nicht zu Port 53: Niemand sagt ihm, wohin der Name führt.`,

  requestedName: (verb, kind, found, wanted) =>
    `Das war ein \`${verb}\` von ${kind} \`${found}\`; in der Aufgabe geht es um \`${wanted}\`.`,
  requestedPlace: (found, wanted) =>
    `Diese Anfrage ging an den Namespace \`${found}\`; in der Aufgabe geht es um \`${wanted}\`.`,
  requestedVerb: (verb, kind) =>
    `Der API-Server bekam ein \`${verb}\` für die Art ${kind}. Die Aufgabe braucht eine andere Anfrage: Was soll daraus werden?`,
  requestedBy: (user) => `Gefragt wurde im Namen von \`${user}\`. Wer soll fragen?`,
  requestedCode: (code) =>
    `Der API-Server hat darauf mit ${code} geantwortet; gesucht ist eine andere Antwort. Lies seine Meldung: Wer hat gefragt, und wonach?`,

  replacedNotRestarted: (name) =>
    `${name} ist jetzt ein anderes Objekt mit demselben Namen: ersetzt, nicht neu gestartet. Ein Neustart geschieht darin, und RESTARTS zählt ihn.`,
  restartedNotReplaced: (name) =>
    `${name} wurde neu gestartet: ein neuer Container im selben Pod. Verlangt ist ein neues Objekt. Vergleiche die Spalte AGE.`,
  stillSo: (name, command) => `${name} ist noch so, wie nichts mehr sein soll. ${command} zeigt, wie es darum steht.`,
  stillLeads: (service, pods) => `${service} führt noch zu ${pods.join(", ")}. Vergleiche den Selektor mit den Labels.`,
  happened:
    "Das ist in diesem Schritt schon geschehen, und weiteres Tun macht es nicht ungeschehen. `undo` nimmt es zurück.",

  staysEnded: (name, policy) =>
    `${name} hat \`restartPolicy: ${policy}\`; damit startet nicht alles wieder, was endet. Vergleiche das mit der Aufgabe.`,
  ownerless: (name) => `${name} gehört niemandem: Ist es weg, macht es keiner neu. Wem könnte es gehören?`,
  allOnNode: (names, node) =>
    `${names.join(" und ")}: ${names.length === 1 ? "läuft" : "alle laufen"} auf dem Node \`${node}\`. Geht dort das Licht aus, bleibt nichts übrig. Wo dürfen sie laufen?`,

  lookedUpSlip: (found, wanted, how) =>
    `Nachgeschlagen wurde \`${found}\`, nicht \`${wanted}\`: ${how}. Vergleiche die Namen.`,
  lookedUpIn: (found, wanted) =>
    `Der Name wurde im Namespace \`${found}\` nachgeschlagen; gemeint ist einer in \`${wanted}\`. Was lässt ein kurzer Name weg?`,
  lookedUpOther: (found) =>
    `Nachgeschlagen wurde \`${found}\`. Vergleiche es Stück für Stück mit dem Namen in der Aufgabe.`,
  lookedUpFrom: (pod) => `Nach einem Namen gefragt hat Pod \`${pod}\`. Wo soll die Frage beginnen?`,
  hasOwnAddress: (name) =>
    `${name} hat eine eigene Adresse, und für die steht der Name. Nur bei einem Service ohne eigene (headless) steht er für die Pods.`,
  addressesOfReady: (name, count) =>
    `Der Name von ${name} steht für ${count} ${count === 1 ? "Adresse" : "Adressen"}: eine je Pod, der ausgewählt und bereit ist. Vergleiche mit den Pods.`,

  value: (name, path, value, odd) => `${name} hat \`${path}\` = \`${value}\`: ${odd}`,
  otherType: (is, should) => {
    const types = { text: "ein Text", flag: "true oder false", number: "eine Zahl" };
    return `Das ist ${types[is]}, verlangt ist ${types[should]}. In YAML machen Anführungszeichen den Unterschied.`;
  },
  noUnit: "Die Zahl passt, hat aber keine Einheit. Ohne zählt sie ganze Kerne oder einzelne Bytes.",
  unitTooMuch: (unit) => `Die Zahl passt, aber \`${unit}\` macht eine andere Menge daraus. Ist eine Einheit verlangt?`,
  milli: "Die Zahl passt, aber `m` steht für Tausendstel (eines Kerns, sogar eines Bytes).",
  binary: "Die Zahl passt, aber Einheiten mit und ohne `i` sind verschieden: `Mi` zählt in 1024ern, `M` in Tausendern.",
  otherUnit: "Die Zahl passt, die Einheit ist eine andere. Vergleiche die Einheiten.",
  lineBreak: "Dekodiert endet es mit einem Zeilenumbruch. Programme wie `echo` hängen einen an.",
  encodedTwice: "Es ist zweimal kodiert. `data` nimmt base64, `stringData` und `--from-literal` nehmen Klartext.",
  valueSlip: (how) => `Im Vergleich zum Verlangten: ${how}. Lies beides Buchstabe für Buchstabe.`,
  otherKey: (name, key, value, where) =>
    `${name} hat unter ${where} \`${key}\` = \`${value}\`: Der Wert stimmt, der Schlüssel nicht. Vergleiche die Schlüssel.`,
  keySlip: (found, wanted, how) =>
    `${found.name} hat unter ${found.where} \`${found.key}\` = \`${found.value}\`, nicht \`${wanted}\`: ${how}. Vergleiche die Schlüssel.`,
  image: (name, image, difference) => `${name} hat das Image \`${image}\`: ${difference}`,
  noTag: "Der Name stimmt, aber es hat kein Tag; das steht für `latest`.",
  otherTag: "Der Name stimmt, das Tag nicht. Vergleiche, was hinter dem Doppelpunkt steht.",
  imageSlip: (how) => `Im Vergleich zum verlangten: ${how}. Lies den Namen Buchstabe für Buchstabe.`,
  otherRepository:
    "Der letzte Teil stimmt, aber es kommt aus einem anderen Repository. Vergleiche, was vor dem letzten Schrägstrich steht.",
  otherImageName: "Das Tag stimmt, aber der Name vor dem Doppelpunkt ist ein anderer.",
  entry: (name, label, path) => `${name}, Eintrag \`${label}\` von \`${path}\`,`,
  entryWithout: (entry, path) => `${entry} kommt nahe heran, hat aber kein \`${path}\`. Vergleiche mit der Aufgabe.`,
  entryOther: (entry, path, value) =>
    `${entry} kommt nahe heran, hat aber \`${path}\` = \`${value}\`. Vergleiche mit der Aufgabe.`,
  probeKinds: {
    livenessProbe: "den Container neu starten lässt, wenn sie scheitert",
    readinessProbe: "Anfragen fernhält, solange sie scheitert",
    startupProbe: "einem langsamen Programm Zeit gibt, bevor die anderen Probes beginnen",
  },
  otherProbe: (name, found, effect, wanted, wantedEffect) =>
    `${name} hat eine \`${found}\`, die ${effect}, aber keine \`${wanted}\`, die ${wantedEffect}. Welche davon braucht die Aufgabe?`,
  otherWay: (probe, name, found, wanted) =>
    `Die \`${probe}\` von ${name} fragt per \`${found}\`, nicht per \`${wanted}\`. Vergleiche die Arten in \`kubectl explain pod.spec.containers.${probe}\`.`,
  besideTemplate: (name) =>
    `${name} hat das an sich selbst, aber seine Pods entstehen aus \`spec.template\`, und dort ist es nicht so. Sieh eine Ebene tiefer nach.`,
  notInTemplate: (pod, owner) =>
    `${pod} ist wie verlangt, aber nicht das Template von ${owner}: Der nächste Pod daraus wird wieder wie vorher.`,
  templatePaused: (owner) =>
    `Das Template von ${owner} ist wie verlangt, aber der Rollout pausiert: Die Pods sind noch die von vorher.`,
  templateOnDelete: (owner) =>
    `Das Template von ${owner} ist wie verlangt, aber mit \`OnDelete\` entsteht ein Pod erst neu, wenn ihn jemand löscht.`,
  templateRollout: (owner, pod, command) =>
    `Das Template von ${owner} ist wie verlangt; ${pod} ist noch von vorher, und der Rollout ist nicht fertig. ${command} sagt, wie weit er ist.`,
  noContainer: (name, container, close, all) =>
    `${name} hat keinen Container \`${container}\`. ${close === undefined ? `Es gibt ${all.map((one) => `\`${one}\``).join(", ")}` : `Es gibt \`${close}\``}. Vergleiche die Namen.`,
  otherContainer: (name, path, found, wanted) =>
    `In ${name} ist \`${path}\` im Container \`${found}\` wie verlangt, aber nicht in \`${wanted}\`. Welcher ist gemeint?`,
  otherList: (name, found, wanted) =>
    `In ${name} steht dieser Container unter \`${found}\`, nicht unter \`${wanted}\`. Erstere ${found === "containers" ? "laufen nebeneinander" : "kommen zuerst, einer nach dem anderen"}.`,
  tooMany: (name, names) =>
    `${name} hat ${names.length} Container: ${names.map((one) => `\`${one}\``).join(", ")}. Welcher ist zu viel?`,
  inFile: (path, what) => `In der Datei \`${path}\`: ${what}`,
  fileSlip: (found, wanted, how) =>
    `Es gibt eine Datei \`${found}\`, nicht \`${wanted}\`: ${how}. Vergleiche die Namen.`,

  gated: (name, gate) => `${name} wird von seinem Scheduling-Gate \`${gate}\` aufgehalten. Wer nimmt es weg?`,
  noNode: (name, message) => `${name} ist Pending: Kein Node nimmt ihn. Der Scheduler sagt: ${message}.`,
  noNodeFits: "kein Node passt",
  lookAtClaims: "Sieh nach, welche Claims es gibt: `kubectl get pvc`.",
  compareWithNodes: "Vergleiche, was er verlangt (Requests, nodeSelector, Tolerations), mit `kubectl describe nodes`.",
  refersInVain: (name) => `${name} kann nicht starten, weil etwas fehlt, worauf er sich bezieht.`,
  kubeletSays: (message, command) => `Das kubelet sagt: ${message}. Sieh dir ${command} an.`,
  noImage: (name, image, reason) => `${name} ist nicht bereit: Sein Image \`${image}\` ist nicht zu holen (${reason}).`,
  imageAdvice: {
    invalid: "Das ist gar kein Name eines Images: Achte auf Großbuchstaben, Leerzeichen und Doppelpunkte.",
    never: "Es ist nicht auf dem Node, und `imagePullPolicy: Never` verbietet, es zu holen.",
    registry: "Seine Registry, der Teil vor dem ersten Schrägstrich, gibt es nicht.",
    login:
      "Die Registry fragt, wer du bist: Sie will eine Anmeldung, die der Pod als Image-Pull-Secret mitbringen kann.",
    repository: "Die Registry hat kein solches Repository: Lies den Namen vor dem Doppelpunkt Buchstabe für Buchstabe.",
    tag: "Das Repository mag es geben, aber nicht dieses Tag: Sieh nach, was hinter dem Doppelpunkt steht.",
    other: "Lies seinen Namen und sein Tag Buchstabe für Buchstabe.",
  },
  cannotStart: (container, name, message) =>
    `Container \`${container}\` von ${name} ist nicht zu starten${message === undefined ? "" : `: ${message}`}. Sieh dir seinen Befehl und seine Mounts an.`,
  beingMade: (name, pulls) =>
    `${name} wird gerade eingerichtet.${pulls === undefined ? "" : ` Er wartet auf ein Image: ${pulls}.`} Sieh mit \`kubectl get pods -w\` zu.`,
  initAtWork: (name, init, number, total, command) =>
    `${name} wartet auf seinen Init-Container \`${init}\`, Nummer ${number} von ${total}. \`${command}\` zeigt, was der tut.`,
  paused: (name) =>
    `${name} pausiert: Sein Template ist geändert, aber daraus entsteht kein Pod, bevor der Rollout weitergeht.`,
  mayNotMake: (name, message) => `${name} darf seine Pods nicht erstellen: ${message}.`,
  compareQuota: "Vergleiche, was ein Pod verlangt, mit dem, was die Quota noch übrig hat: `kubectl describe quota`.",
  eventsOfMaker: (maker) => `Dasselbe sagen die Events von ${maker}.`,
  onTheirWay: (which, command) =>
    `${which === "others" ? "Die anderen" : "Die neuen"} sind unterwegs: ${command} sagt mehr.`,
  replicas: (name, ready, wanted) => `Bei ${name} sind ${ready} von ${wanted} Pods bereit.`,
  replicasOld: (name, ready, wanted, updated) =>
    `Bei ${name} sind ${ready} von ${wanted} Pods bereit, ${updated} davon nach dem neuen Template.`,
  jobFailed: (name, reason, message) =>
    `${name} ist endgültig gescheitert (${reason}): ${message}. Die Logs seiner Pods sagen, warum.`,
  suspended: (name) => `${name} ist angehalten: Er macht keine Pods, bis das zurückgenommen wird.`,
  jobAtWork: (name, { active, succeeded, failed }) =>
    `${name} ist bei der Arbeit: ${active} Pods laufen, ${succeeded} sind geglückt${failed > 0 ? `, ${failed} gescheitert` : ""}.`,
  crashed: (isInit, container, name, times, exitCode, reason) =>
    `${isInit ? "Init-Container" : "Container"} \`${container}\` von ${name} hat ${times === 1 ? "einmal" : `${times}-mal`} geendet, zuletzt mit Exit-Code ${exitCode} (${reason}).`,
  moreMemory: "Er brauchte mehr Speicher, als sein Limit erlaubt. Vergleiche das Limit mit dem Verbrauch.",
  comesToAnEnd:
    "Sein Programm endet von selbst; ein Container, der weiterlaufen soll, braucht eines, das das nicht tut.",
  noProgram:
    "Die Shell hat das Programm nicht gefunden oder konnte es nicht ausführen: Sieh dir die Wörter des Befehls an.",
  lastWords: (which) => `Was er zuletzt sagte, steht in seinen Logs (${which}), denen seines vorigen Lebens.`,
  succeeded: (name) =>
    `${name} hat seine Arbeit getan und geendet (Succeeded), also wird er nicht bereit. Sollte sein Programm weiterlaufen?`,
  failedForGood: (name, why) =>
    `${name} ist endgültig gescheitert${why}. Seine Logs und seine Beschreibung sagen mehr.`,
  probeNotYet: (container, name, probe) =>
    `Container \`${container}\` von ${name} läuft, aber seine ${PROBES[probe]} ist noch nicht geglückt. Alle paar Sekunden wird wieder gefragt.`,
  probeFails: (container, name, probe, message) =>
    `Container \`${container}\` von ${name} läuft, aber seine ${PROBES[probe]} glückt nicht. Das kubelet sagt: ${message}. Vergleiche Pfad und Port, nach denen sie fragt, mit dem, was der Container bietet.`,
  referenceSlip: (kind, name, found) =>
    `Er verlangt ${kind} \`${name}\`, und das gibt es nicht; es gibt \`${found}\`. Vergleiche die Namen.`,
  referenceGone: (kind, name, command) =>
    `Er verlangt ${kind} \`${name}\`, und das gibt es nicht. Sieh dir \`${command}\` an.`,
  referenceElsewhere: (kind, name, place) =>
    `Er verlangt ${kind} \`${name}\`, und das gibt es hier nicht: Eines dieses Namens ist im Namespace \`${place}\`, und ein Pod liest nur die seines eigenen.`,
  referenceKey: (key, of, there) =>
    `Er verlangt den Schlüssel \`${key}\`${of === undefined ? "" : ` von ${of}`}${there === "" ? ", und den gibt es nicht." : `; es gibt \`${there}\`. Vergleiche die Schlüssel.`}`,

  bindsRole: (binding, who, role, missing) => `${binding} bindet \`${who}\` an ${role}, und: ${missing}`,
  roleGone: (binding, role) => `${binding} verweist auf ${role}, und die gibt es nicht.`,
  roleOtherKind: "Ist sie von der anderen Art oder in einem anderen Namespace?",
  bindingElsewhere: (binding, place, wanted) =>
    `${binding} ist im Namespace \`${place}\` und gilt nur dort; gebraucht werden die Rechte ${wanted === undefined ? "überall" : `in \`${wanted}\``}.`,
  otherSubject: (binding, subject, namespace, difference) =>
    `${binding} gilt für ${subject}${namespace === undefined ? "" : ` aus dem Namespace \`${namespace}\``}: ${difference}.`,
  subjectKind: (kind) => `gemeint ist die Art ${kind}`,
  subjectPlace: (namespace) => `der gemeinte wohnt in \`${namespace}\``,
  subjectSlip: (how, wanted) => `gemeint ist \`${wanted}\`, ${how}`,
  unbound: (role, who) => `${role} würde es erlauben, aber kein Binding gibt sie \`${who}\`.`,
  stillGiven: (who, binding, role) =>
    `\`${who}\` darf es immer noch, durch ${binding} und ${role}. Sieh dir die Verben und Ressourcen dort an.`,
  roleGroup: (resource, groups) =>
    `Ihre Regel für ${resource} nennt ${groups === "" ? "keine API-Gruppe" : `die API-Gruppe ${groups}`}. Sieh in \`kubectl api-resources\` nach: Zu welcher gehören sie?`,
  roleNames: (resource, names) => `Ihre Regel für ${resource} gilt nur für diese Namen: ${names}.`,
  roleVerbs: (resource, verbs) =>
    `Ihre Regel für ${resource} hat die Verben ${verbs}. Eines, das die Aufgabe verlangt, fehlt.`,
  roleResource: (found, how) => `Ihre Regel gilt für \`${found}\`; so heißt die Ressource in der API nicht: ${how}.`,
  roleWhole: (found) => `Ihre Regel gilt für \`${found}\`. Was darunter liegt, wie Logs, ist eine eigene Ressource.`,
  roleOthers: (resource, named) => `Über ${resource} sagt sie nichts: Sie gilt für ${named || "nichts"}.`,

  sawManyKinds: (kind) =>
    `Diese Liste hat viele Arten, aber ${kind} ist nicht dabei. Frag nach dieser Art mit ihrem eigenen Namen.`,
  sawOtherKind: (found, wanted) =>
    `Was du gesehen hast, handelt von der Art ${found}; in der Aufgabe geht es um ${wanted}.`,
  sawOtherNamespace: (found, name, place) =>
    `Du hast im Namespace \`${found}\` nachgesehen; ${name} ist in \`${place}\`.`,
  sawOtherOne: (name) => `Du hast dir ${name} angesehen; in der Aufgabe geht es um ein anderes Objekt.`,
  sawOtherThing: (found, name, wanted) => `Du hast ${found} von ${name} gesehen. Die Aufgabe braucht ${wanted}.`,
  lastEvent: (name, reason, message) =>
    `Das letzte Event zu ${name} ist \`${reason}\`: ${message}. Sieh zu, wie es weitergeht.`,
  askedOther: (host, port) =>
    `Deine letzte Anfrage ging an \`${host}\`, Port ${port}. Wen soll man laut Aufgabe fragen?`,
  askedFrom: (pod) =>
    `Deine letzte Anfrage kam von ${pod === undefined ? "deinem Laptop" : `Pod \`${pod}\``}. Wo soll sie beginnen?`,
  askedPort: (port) => `Deine letzte Anfrage ging an Port ${port}. Welchen Port nennt die Aufgabe?`,

  taken: (name, resource) =>
    `Der API-Server hat nichts erstellt: \`${name}\` gibt es unter den ${resource} schon. Was da ist, lässt sich ändern, oder das Neue bekommt einen anderen Namen.`,
  quota: (quota, requested, used, limited) =>
    `Die Quota \`${quota}\` lehnt ab: ${requested} verlangt, ${used} in Gebrauch, ${limited} erlaubt. Sieh nach, was in Gebrauch ist und was verlangt wird.`,
  forbidden: (user, verb, resource, namespace) =>
    `\`${user}\` darf ${namespace === undefined ? "im ganzen Cluster" : `in \`${namespace}\``} nicht: ${verb} ${resource}. Welches Binding sollte dieses Recht geben, und wem?`,
  unknownField: (field) =>
    `Der API-Server kennt kein Feld \`${field}\`: Vielleicht ist ein Buchstabe falsch, oder es ist unter dem falschen Feld eingerückt. \`kubectl explain\` zeigt die Felder.`,
  invalid: (field, meaning) =>
    `Der API-Server hat das Objekt wegen eines Feldes abgelehnt, \`${field}\`: ${meaning}. Geändert wurde nichts.`,
  podIsFixed:
    "Abgelehnt: Von der spec eines lebenden Pods lässt sich kaum mehr als das Image ändern. Ändere die Datei, und lass den Pod durch einen neuen ersetzen.",
  immutable: (field) =>
    `\`${field}\` liegt fest, solange es das Objekt gibt. Wer es anders will, lässt das Objekt neu anlegen; was zum alten gehört, geht mit ihm.`,
  meanings: {
    "Required value": "Es wird gebraucht und fehlt",
    "Invalid value": "Sein Wert passt nicht",
    "Unsupported value": "Sein Wert gehört nicht zu den erlaubten",
    Forbidden: "Es darf so nicht gesetzt oder geändert werden",
    "Duplicate value": "Dasselbe steht zweimal da",
    "Not found": "Er nennt etwas, das im Objekt sonst nirgends so heißt",
  },
  notYaml: (line) =>
    `Diese Datei ist in Zeile ${line} oder kurz darüber kein gültiges YAML. Vergleiche Einrückung, Doppelpunkte und Leerzeichen mit den Zeilen daneben.`,
  notAnAmount:
    "Eine Menge darin lässt sich nicht lesen: Sie ist eine Zahl, gleich dahinter eine der Einheiten wie `m`, `Mi`, `Gi`. Ohne Leerzeichen und ohne `B`.",
  oneName: (count) =>
    `kubectl bekam ${count} Wörter, wo ein Name steht. Ein Text mit Leerzeichen bleibt in Anführungszeichen zusammen: \`'so wie hier'\`.`,
  noFile: (path) => `Eine Datei \`${path}\` gibt es hier nicht.`,
  listFiles: "`ls` zeigt, welche es gibt.",
  notThere: (kind, name) => `${kind} \`${name}\` gibt es dort nicht, wo der Befehl gesucht hat.`,
  oneElsewhere: (namespace) => `Etwas dieses Namens gibt es im Namespace \`${namespace}\`.`,
  closeOne: (found, how) => `Es gibt \`${found}\`: ${how}. Vergleiche die Namen.`,
  relative: (kind) => `Aber dieser Name gehört zu etwas von der Art ${kind}. Welche Art ist gemeint?`,
  listThem: (isNamespaced) => `Lass dir auflisten, was da ist${isNamespaced ? ", im gemeinten Namespace" : ""}.`,
  otherGroup: (kind, version) =>
    `${kind} gehört zu einer anderen API-Gruppe als \`${version}\`: Vergleiche \`apiVersion\` mit \`kubectl api-resources\`.`,
  listKinds: "`kubectl api-resources` listet auf, was es gibt.",
  unknownKind: (kind, version) => `Der API-Server kennt in \`${version}\` keine Art \`${kind}\`.`,
  unknownType: (type) => `Der API-Server kennt keine Ressourcen namens \`${type}\`.`,
  nameForKind: (name, kind) =>
    `kubectl liest das Wort \`${name}\` als Art, es ist aber ein Name (Art: ${kind}). Nenne zuerst die Art, dann den Namen.`,
  labelForName: (label) =>
    `kubectl hält \`${label}\` für einen Namen. Um nach einem Label auszuwählen, setze \`-l\` davor.`,
  oneDash: (typed, meant) =>
    `Mit einem Strich liest kubectl \`${typed}\` Buchstabe für Buchstabe. Ein Flag, das ein ganzes Wort ist, hat zwei: \`${meant}\`.`,
  unknownFlag: (flag, command) =>
    `\`${command}\` hat kein Flag \`${flag}\`. \`${command} --help\` listet auf, welche es hat.`,
  createPod:
    "`create` macht Pods nur aus einer Datei (`-f`) und hat darum keine Flags für sie. Welches Verb startet einen Pod aus einem Image?",
  needsFlag: (flag) => `Dieser Befehl kommt ohne das Flag \`${flag}\` nicht aus. Gib ihm einen Wert.`,
  needsFile: (command) => `\`${command}\` will wissen, aus welcher Datei. \`-f\` steht vor ihrem Namen.`,
  restartPolicies: "Es gibt drei Regeln, genau so geschrieben: `Always`, `OnFailure`, `Never`.",
  keyAndValue: "Schlüssel und Wert stehen in einem Wort: `key=value`.",
  noSuchContainer: (name) =>
    `Dort heißt kein Container \`${name}\`. Ein Container hat neben seinem Image einen Namen; \`kubectl describe\` zeigt beide.`,
  noSuchProgram: (program) =>
    `Das Image dieses Containers hat kein Programm \`${program}\`. Images bringen Verschiedenes mit; vielleicht geht es mit einem anderen Programm oder Container.`,
  podForHost: (name) =>
    `\`${name}\` heißt ein Pod, und solche Namen stehen nicht im DNS des Clusters. Welche Adresse hat der Pod?`,
  decoratorsFirst: (container) =>
    `\`${container}\` hat noch nicht begonnen und nichts gesagt: Zuerst kommen die Init-Container seines Pods. \`-c\` fragt nach den Logs von einem davon.`,
  notBegun: (container, pod) =>
    `\`${container}\` hat noch nicht begonnen und nichts gesagt. \`kubectl describe pod ${pod}\` sagt, worauf er wartet.`,
  serviceType: "Zwischen `service` und dem Namen steht der Typ des Service: `clusterip`, `nodeport` …",
  servicePort:
    "Ein Service lauscht an einem Port; dieses Verb will ihn als `--tcp=PORT`. Bei `kubectl expose` heißt er `--port`.",
  needsName: "kubectl kennt die Art, aber nicht, welches davon gemeint ist. Setze den Namen dahinter.",
  needsCommand: "Es ist kein Programm genannt, das im Container laufen soll. Es steht am Ende, hinter `--`.",
  fileWithoutFlag: (file) => `kubectl nimmt eine Datei nur mit einem Flag: \`-f\` steht vor \`${file}\`.`,
  createWhat: (word) =>
    `\`kubectl create\` kennt kein \`${word}\`: Dort steht eine Art, oder eine Datei mit \`-f\`. \`kubectl create --help\` listet die Arten auf.`,
  otherShape: (field, is, should) =>
    `In der Datei ist \`${field}\` ${is}; verlangt ist ${should}. \`kubectl explain\` zeigt, was darin steht.`,
  shapes: {
    list: "eine Liste (Einträge beginnen mit `-`)",
    mapping: "eine Zuordnung (Felder darunter eingerückt)",
    text: "ein Text (in Anführungszeichen)",
    number: "eine Zahl (ohne Anführungszeichen)",
    flag: "true oder false (ohne Anführungszeichen)",
  },
};

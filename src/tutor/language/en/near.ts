// Near misses: what was found instead of what was asked for, and what to look at next. `name` is a kind and a name, as Pod `web`.

export const near = {
  /** How one word differs from another that was meant. */
  slips: {
    capitals: "only its capital letters differ",
    blank: "it has a blank too many",
    joints: "only the hyphens, underscores or dots differ",
    plural: "one is the plural of the other",
    letter: "one letter away",
    doubled: "a letter is doubled in one of them",
  },
  thereIsLetterAway: (kind: string, found: string, wanted: string) =>
    `There is a ${kind} \`${found}\`: one letter away from \`${wanted}\`. Compare the names.`,
  thereIs: (kind: string, found: string, wanted: string, how: string) =>
    `There is a ${kind} \`${found}\`, not \`${wanted}\`: ${how}. Compare the names.`,
  otherNamespace: (kind: string, name: string, place: string, wanted: string) =>
    `There is a ${kind} \`${name}\`, but in the namespace \`${place}\`; it should be in \`${wanted}\`.`,
  namespaceName: (found: string, wanted: string, how: string) =>
    `There is a namespace \`${found}\`, not \`${wanted}\`: ${how}. Compare the names.`,
  otherKind: (name: string, wanted: string, about: string) =>
    `${name} is there; the task asks for a ${wanted} of that name. ${about}. Which kind is in your command or file?`,
  kinds: {
    Pod: "Nobody makes a bare Pod anew when it is gone",
    Deployment: "It makes Pods under names of its own",
    ReplicaSet: "It keeps Pods in number, but rolls out no new version",
    StatefulSet: "It makes Pods with fixed names, one after the other",
    DaemonSet: "It puts one Pod on each node",
    Job: "Its Pods run to an end, once",
    CronJob: "It makes Jobs at set times",
    ClusterRole: "It belongs to no namespace",
    Role: "It counts in its own namespace only",
    ClusterRoleBinding: "It gives the rights in every namespace",
    RoleBinding: "It gives rights in its own namespace only",
    ConfigMap: "It is for settings that anybody may read",
    Secret: "It is for what few may read",
    Ingress: "It only leads requests from outside to Services",
    Service: "It gives Pods an address, but knows no host names or paths",
    PersistentVolume: "It is the storage itself, not the wish for it",
    PersistentVolumeClaim: "It is the wish for storage, not the storage",
  },
  deleted: (kind: string, name: string) =>
    `${kind} \`${name}\` was deleted in this step, and nothing has made it anew. Make one, or take that back with \`undo\`.`,
  heldByFinalizer: (kind: string, name: string, finalizer: string) =>
    `${kind} \`${name}\` is being deleted, but held by the finalizer \`${finalizer}\`. Look for what still uses it.`,
  ending: (kind: string, name: string) =>
    `${kind} \`${name}\` is being deleted and still ending; it gets its grace period (usually 30 s). Watch it go.`,

  owned: (name: string, owner: string) =>
    `${name} belongs to the ${owner}, which makes another as soon as one is gone. Look at the owner.`,
  labels: (name: string, miss: string) => `${name} comes close, but has ${miss}.`,
  templateLabels: (name: string, miss: string) => `The template of ${name} comes close, but has ${miss}.`,
  labelsElsewhere: (name: string, place: string, wanted: string) =>
    `${name} has these labels, but is in the namespace \`${place}\`, not in \`${wanted}\`.`,
  makesNone: (name: string) => `${name} makes such Pods, but is told to have 0 of them.`,
  labelOnOwner: (name: string) =>
    `${name} has that label itself, but the Pods take theirs from its \`spec.template\`. Look one level deeper.`,
  labelWhere: (label: string, term: string) => `the label \`${label}\` where the selector says \`${term}\``,
  labelSlip: (label: string, term: string, how: string) =>
    `the label \`${label}\` where the selector says \`${term}\`: ${how}`,
  labelKeySlip: (label: string, term: string, how: string) =>
    `the label \`${label}\` where the selector says \`${term}\`: of the keys, ${how}`,
  labelOtherKey: (label: string, term: string) =>
    `the label \`${label}\` where the selector says \`${term}\`: the value fits, the key is another`,
  noLabel: (key: string, term: string) => `no label \`${key}\`, and the selector says \`${term}\``,

  claim: (name: string, phase: string) => `${name} is ${phase}`,
  claimClass: (start: string, wanted: string, there: string) =>
    `${start}: it asks for the StorageClass \`${wanted}\`, which is not there. ${there}`,
  thereIsA: (name: string) => `There is \`${name}\`.`,
  thereIsACompare: (name: string) => `There is \`${name}\`. Compare the names.`,
  lookAt: (command: string) => `Look at \`${command}\`.`,
  claimUnused: (start: string) =>
    `${start}: its storage is made when a Pod uses it. Is there a Pod that names it, on a node?`,
  claimRefused: (start: string, message: string) => `${start}: ${message}. Compare it with \`kubectl get pv\`.`,
  claimInWork: (start: string, command: string) => `${start}: its storage is being made. \`${command}\` says more.`,

  selectsNone: (name: string, selector: string) => `${name} finds no Pod by its selector \`${selector}\`.`,
  hasWhich: (name: string, miss: string) => `${name} has ${miss}. Which of the two is meant?`,
  readyOnly: (name: string) => `${name} sends requests to ready Pods only.`,
  portName: (name: string, wanted: string, there: string | undefined) =>
    `${name} sends to the port named \`${wanted}\` of its Pods, but ${there === undefined ? "they name no port at all" : `they have one named \`${there}\``}. Compare the names.`,
  portsSwapped: (name: string, port: string, target: string) =>
    `${name} has \`port\` ${port} and \`targetPort\` ${target}: they look swapped. Callers use the first; the container listens on the second.`,
  otherPort: (name: string, ports: string, asked: number) =>
    `${name} listens on port ${ports}; the request goes to ${asked}. Compare the two.`,
  otherTarget: (name: string, target: number, told: string) =>
    `${name} sends to port ${target} of its Pods, but their containers tell of port ${told}. Where does the program listen?`,
  policyForOthers: (policy: string, pod: string, miss: string) =>
    `${policy} is not for ${pod}: the Pod has ${miss}. A Pod that no policy selects lets everybody in.`,
  policyFrom: (policy: string, pod: string, miss: string) =>
    `${policy} does not let ${pod} in: the Pod has ${miss}. Which of the two is meant?`,
  policyCloses: (policies: readonly string[], target: string, asker: string) =>
    `${policies.join(" and ")} selects ${target}, and no policy lets ${asker} in. Compare its labels with what stands under \`from\`.`,
  egressTo: (policy: string, asker: string, target: string, miss: string) =>
    `${policy} lets ${asker} out, but not to ${target}: that has ${miss}. Which of the two is meant?`,
  egressCloses: (policies: readonly string[], asker: string, target: string) =>
    `${policies.join(" and ")} keeps ${asker} in: no way out leads to ${target}. Compare its labels with what stands under \`to\`.`,
  egressPort: (policy: string, asker: string, ports: string, port: number) =>
    `${policy} lets ${asker} out there on port ${ports} only; the program listens on ${port}. Policies count the Pod's port, not the Service's.`,
  egressDns: (policies: readonly string[], asker: string) =>
    `${policies.join(" and ")} lets ${asker} out, but not to port 53: it cannot ask the name server where that name leads.`,

  requestedName: (verb: string, kind: string, found: string, wanted: string) =>
    `That was a \`${verb}\` of ${kind} \`${found}\`; the task is about \`${wanted}\`.`,
  requestedPlace: (found: string, wanted: string) =>
    `That request went to the namespace \`${found}\`; the task is about \`${wanted}\`.`,
  requestedVerb: (verb: string, kind: string) =>
    `The API server was asked to \`${verb}\` a ${kind}. The task looks for another request: what shall become of it?`,
  requestedBy: (user: string) => `That was asked in the name of \`${user}\`. Who should ask?`,
  requestedCode: (code: number) =>
    `The API server answered that with ${code}, and another answer is looked for. Read its message: who asked, and for what?`,

  replacedNotRestarted: (name: string) =>
    `${name} is another one now, by the same name: it was replaced, not restarted. A restart happens inside of it, and RESTARTS counts it.`,
  restartedNotReplaced: (name: string) =>
    `${name} was restarted: a new container in the same Pod. What is asked for is a new object. Compare its AGE.`,
  stillSo: (name: string, command: string) => `${name} is still as nothing should be. ${command} shows how it is.`,
  stillLeads: (service: string, pods: readonly string[]) =>
    `${service} still leads to ${pods.join(", ")}. Compare its selector with their labels.`,
  happened: "That has happened in this step, and doing more does not make it undone. `undo` takes it back.",

  staysEnded: (name: string, policy: string) =>
    `${name} has \`restartPolicy: ${policy}\`, which does not start everything again that ends. Compare it with what the task wants.`,
  ownerless: (name: string) => `${name} has no owner: when it is gone, nobody makes it anew. Who could own it?`,
  allOnNode: (names: readonly string[], node: string) =>
    `${names.join(" and ")} ${names.length === 1 ? "is" : "are all"} on the node \`${node}\`: when it goes dark, none is left. Where may they run?`,

  lookedUpSlip: (found: string, wanted: string, how: string) =>
    `\`${found}\` was looked up, not \`${wanted}\`: ${how}. Compare the names.`,
  lookedUpIn: (found: string, wanted: string) =>
    `The name was looked up in the namespace \`${found}\`; what is meant lives in \`${wanted}\`. What does a short name leave out?`,
  lookedUpOther: (found: string) =>
    `\`${found}\` was looked up. Compare it, part by part, with the name that the task asks for.`,
  lookedUpFrom: (pod: string) => `Pod \`${pod}\` has asked for a name. Where should the question start?`,
  hasOwnAddress: (name: string) =>
    `${name} has an address of its own, and its name stands for that one. Only of a headless Service does the name stand for the Pods.`,
  addressesOfReady: (name: string, count: number) =>
    `The name of ${name} stands for ${count} ${count === 1 ? "address" : "addresses"}: one for each ready Pod that it selects. Compare with the Pods.`,

  value: (name: string, path: string, value: string, odd: string) => `${name} has \`${path}\` = \`${value}\`: ${odd}`,
  otherType: (is: "text" | "flag" | "number", should: "text" | "flag" | "number") => {
    const types = { text: "a text", flag: "true or false", number: "a number" };
    return `that is ${types[is]}, and ${types[should]} is asked for. In YAML, quotes make the difference.`;
  },
  noUnit: "the number fits, but it has no unit. Without one it counts whole cores, or single bytes.",
  unitTooMuch: (unit: string) => `the number fits, but \`${unit}\` makes it another amount. Is a unit asked for?`,
  milli: "the number fits, but `m` stands for thousandths (of a core, even of a byte).",
  binary: "the number fits, but units with and without `i` differ: `Mi` counts by 1024, `M` by 1000.",
  otherUnit: "the number fits, but its unit is another. Compare the units.",
  lineBreak: "decoded, it ends with a line break. Programs such as `echo` add one.",
  encodedTwice: "it is encoded twice. `data` takes base64, `stringData` and `--from-literal` plain text.",
  valueSlip: (how: string) => `${how} from what is asked for. Read both letter by letter.`,
  otherKey: (name: string, key: string, value: string, where: string) =>
    `${name} has \`${key}\` = \`${value}\` among its ${where}: the value is right, the key is not. Compare the keys.`,
  keySlip: (
    found: { readonly name: string; readonly key: string; readonly value: string; readonly where: string },
    wanted: string,
    how: string,
  ) =>
    `${found.name} has \`${found.key}\` = \`${found.value}\` among its ${found.where}, not \`${wanted}\`: ${how}. Compare the keys.`,
  image: (name: string, image: string, difference: string) => `${name} has the image \`${image}\`: ${difference}`,
  noTag: "its name is right, but it has no tag, which stands for `latest`.",
  otherTag: "its name is right, its tag is not. Compare what stands behind the colon.",
  imageSlip: (how: string) => `${how} from the one that is asked for. Read the name letter by letter.`,
  otherRepository:
    "its last part is right, but it comes from another repository. Compare what stands before the last slash.",
  otherImageName: "its tag is right, but the name before the colon is another.",
  entry: (name: string, label: string, path: string) => `${name}, entry \`${label}\` of \`${path}\`,`,
  entryWithout: (entry: string, path: string) =>
    `${entry} comes close, but has no \`${path}\`. Compare it with the task.`,
  entryOther: (entry: string, path: string, value: string) =>
    `${entry} comes close, but has \`${path}\` = \`${value}\`. Compare it with the task.`,
  probeKinds: {
    livenessProbe: "has the container restarted when it fails",
    readinessProbe: "keeps requests away while it fails",
    startupProbe: "gives a slow program time before the other probes begin",
  },
  otherProbe: (name: string, found: string, effect: string, wanted: string, wantedEffect: string) =>
    `${name} has a \`${found}\`, which ${effect}, but no \`${wanted}\`, which ${wantedEffect}. Which of them does the task need?`,
  otherWay: (probe: string, name: string, found: string, wanted: string) =>
    `The \`${probe}\` of ${name} asks by \`${found}\`, not by \`${wanted}\`. Compare the ways in \`kubectl explain pod.spec.containers.${probe}\`.`,
  besideTemplate: (name: string) =>
    `${name} has that on itself, but its Pods are made from its \`spec.template\`, where it is not so. Look one level deeper.`,
  notInTemplate: (pod: string, owner: string) =>
    `${pod} is as asked, but not the template of ${owner}: the next Pod that it makes will be as before.`,
  templatePaused: (owner: string) =>
    `The template of ${owner} is as asked, but its rollout is paused: its Pods are still those of before.`,
  templateOnDelete: (owner: string) =>
    `The template of ${owner} is as asked, but with \`OnDelete\` a Pod is made anew only after somebody deletes it.`,
  templateRollout: (owner: string, pod: string, command: string) =>
    `The template of ${owner} is as asked; ${pod} is from before, and the rollout is not done. ${command} tells how far it is.`,
  noContainer: (name: string, container: string, close: string | undefined, all: readonly string[]) =>
    `${name} has no container \`${container}\`. ${close === undefined ? `It has ${all.map((one) => `\`${one}\``).join(", ")}` : `There is \`${close}\``}. Compare the names.`,
  otherContainer: (name: string, path: string, found: string, wanted: string) =>
    `In ${name}, \`${path}\` is as asked in the container \`${found}\`, but not in \`${wanted}\`. Which of them is meant?`,
  otherList: (name: string, found: string, wanted: string) =>
    `In ${name} that container stands under \`${found}\`, not under \`${wanted}\`. The former ${found === "containers" ? "run side by side" : "come first, one after the other"}.`,
  tooMany: (name: string, names: readonly string[]) =>
    `${name} has ${names.length} containers: ${names.map((one) => `\`${one}\``).join(", ")}. Which one is too many?`,
  inFile: (path: string, what: string) => `In \`${path}\`: ${what}`,
  fileSlip: (found: string, wanted: string, how: string) =>
    `There is a file \`${found}\`, not \`${wanted}\`: ${how}. Compare the names.`,

  gated: (name: string, gate: string) => `${name} is held back by its scheduling gate \`${gate}\`. Who takes it away?`,
  noNode: (name: string, message: string) => `${name} is Pending: no node takes it. The scheduler says: ${message}.`,
  noNodeFits: "no node fits it",
  lookAtClaims: "Look at the claims that are there: `kubectl get pvc`.",
  compareWithNodes: "Compare what it asks for (requests, nodeSelector, tolerations) with `kubectl describe nodes`.",
  refersInVain: (name: string) => `${name} cannot start, as something that it refers to is missing.`,
  kubeletSays: (message: string, command: string) => `The kubelet says: ${message}. Look at ${command}.`,
  noImage: (name: string, image: string, reason: string) =>
    `${name} is not ready: its image \`${image}\` cannot be pulled (${reason}).`,
  imageAdvice: {
    invalid: "That is no image's name at all: look at its capitals, blanks and colons.",
    never: "It is not on the node, and `imagePullPolicy: Never` forbids to fetch it.",
    registry: "Its registry, the part before the first slash, does not exist.",
    login: "The registry asks who you are: it wants a login, which the Pod can bring as an image pull secret.",
    repository: "The registry has no such repository: read the name before the colon letter by letter.",
    tag: "The repository may be there, but not this tag: look at what stands behind the colon.",
    other: "Read its name and its tag letter by letter.",
  },
  cannotStart: (container: string, name: string, message: string | undefined) =>
    `Container \`${container}\` of ${name} cannot be started: ${message ?? "it cannot be started"}. Look at its command and its mounts.`,
  beingMade: (name: string, pulls: string | undefined) =>
    `${name} is being set up.${pulls === undefined ? "" : ` It waits for an image: ${pulls}.`} Watch it with \`kubectl get pods -w\`.`,
  initAtWork: (name: string, init: string, number: number, total: number, command: string) =>
    `${name} waits for its init container \`${init}\`, number ${number} of ${total}, to finish. \`${command}\` shows what it does.`,
  paused: (name: string) =>
    `${name} is paused: its template has changed, but no Pod of it is made before the rollout goes on.`,
  mayNotMake: (name: string, message: string) => `${name} may not make its Pods: ${message}.`,
  compareQuota: "Compare what one Pod asks for with what the quota has left: `kubectl describe quota`.",
  eventsOfMaker: (maker: string) => `The events of the ${maker} tell the same.`,
  onTheirWay: (which: "others" | "new", command: string) =>
    `${which === "others" ? "The others" : "The new ones"} are on their way: ${command} tells.`,
  replicas: (name: string, ready: number, wanted: number) => `${name} has ${ready} of ${wanted} Pods ready.`,
  replicasOld: (name: string, ready: number, wanted: number, updated: number) =>
    `${name} has ${ready} of ${wanted} Pods ready, ${updated} of them of the new template.`,
  jobFailed: (name: string, reason: string, message: string) =>
    `${name} has failed for good (${reason}): ${message}. The logs of its Pods tell why.`,
  suspended: (name: string) => `${name} is suspended: it makes no Pods until that is taken back.`,
  jobAtWork: (
    name: string,
    { active, succeeded, failed }: Readonly<Record<"active" | "succeeded" | "failed", number>>,
  ) =>
    `${name} is at work: ${active} Pods run, ${succeeded} have succeeded${failed > 0 ? `, ${failed} have failed` : ""}.`,
  crashed: (isInit: boolean, container: string, name: string, times: number, exitCode: number, reason: string) =>
    `${isInit ? "Init container" : "Container"} \`${container}\` of ${name} has ended ${times === 1 ? "once" : `${times} times`}, the last time with exit code ${exitCode} (${reason}).`,
  moreMemory: "It needed more memory than its limit allows. Compare the limit with what it uses.",
  comesToAnEnd: "Its program comes to an end by itself; a container that shall go on needs one that does not.",
  noProgram: "The shell did not find or could not run the program: look at the command's words.",
  lastWords: (which: string) => `What it said last stands in its logs (${which}), those of its previous life.`,
  succeeded: (name: string) =>
    `${name} has done its work and ended (Succeeded), so it does not get ready. Should its program go on?`,
  failedForGood: (name: string, why: string) =>
    `${name} has failed for good${why}. Its logs and its description say more.`,
  probeNotYet: (container: string, name: string, probe: "startup" | "readiness") =>
    `Container \`${container}\` of ${name} runs, but its ${probe} probe has not passed yet. It is asked again every few seconds.`,
  probeFails: (container: string, name: string, probe: "startup" | "readiness", message: string) =>
    `Container \`${container}\` of ${name} runs, but its ${probe} probe has not passed. The kubelet says: ${message}. Compare the path and port that it asks with what the container offers.`,
  referenceSlip: (kind: string, name: string, found: string) =>
    `It asks for the ${kind} \`${name}\`, which is not there; there is \`${found}\`. Compare the names.`,
  referenceGone: (kind: string, name: string, command: string) =>
    `It asks for the ${kind} \`${name}\`, which is not there. Look at \`${command}\`.`,
  referenceElsewhere: (kind: string, name: string, place: string) =>
    `It asks for the ${kind} \`${name}\`, which is not there: one of that name is in the namespace \`${place}\`, and a Pod reads only those of its own.`,
  referenceKey: (key: string, of: string | undefined, there: string) =>
    `It asks for the key \`${key}\`${of === undefined ? "" : ` of the ${of}`}${there === "" ? ", which is not there." : `; there is \`${there}\`. Compare the keys.`}`,

  bindsRole: (binding: string, who: string, role: string, missing: string) =>
    `${binding} binds \`${who}\` to the ${role}, and ${missing}`,
  roleGone: (binding: string, role: string) => `${binding} refers to the ${role}, which is not there.`,
  roleOtherKind: "Is it of the other kind, or in another namespace?",
  bindingElsewhere: (binding: string, place: string, wanted: string | undefined) =>
    `${binding} is in the namespace \`${place}\` and counts only there; the rights are wanted ${wanted === undefined ? "everywhere" : `in \`${wanted}\``}.`,
  otherSubject: (binding: string, subject: string, namespace: string | undefined, difference: string) =>
    `${binding} is for the ${subject}${namespace === undefined ? "" : ` of the namespace \`${namespace}\``}: ${difference}.`,
  subjectKind: (kind: string) => `it should be for a ${kind}`,
  subjectPlace: (namespace: string) => `the one that is meant lives in \`${namespace}\``,
  subjectSlip: (how: string, wanted: string) => `${how} from \`${wanted}\``,
  unbound: (role: string, who: string) => `${role} would allow it, but no binding gives it to \`${who}\`.`,
  stillGiven: (who: string, binding: string, role: string) =>
    `\`${who}\` still may, by ${binding} and the ${role}. Look at the verbs and resources there.`,
  roleGroup: (resource: string, groups: string) =>
    `its rule for ${resource} names the API group ${groups || "of nothing"}. Look at \`kubectl api-resources\`: to which one do they belong?`,
  roleNames: (resource: string, names: string) => `its rule for ${resource} holds for these names only: ${names}.`,
  roleVerbs: (resource: string, verbs: string) =>
    `its rule for ${resource} has the verbs ${verbs}. One that the task asks for is missing.`,
  roleResource: (found: string, how: string) =>
    `its rule is for \`${found}\`, which is not the resource's name in the API: ${how}.`,
  roleWhole: (found: string) =>
    `its rule is for \`${found}\`. What lies below them, such as logs, is a resource of its own.`,
  roleOthers: (resource: string, named: string) =>
    `it says nothing about ${resource}: it is for ${named || "nothing"}.`,

  sawManyKinds: (kind: string) => `That list has many kinds, but no ${kind} in it. Ask for this kind by its own name.`,
  sawOtherKind: (found: string, wanted: string) =>
    `What you have seen was about a ${found}; the task is about a ${wanted}.`,
  sawOtherNamespace: (found: string, name: string, place: string) =>
    `You have looked in the namespace \`${found}\`; ${name} is in \`${place}\`.`,
  sawOtherOne: (name: string) => `You have looked at ${name}; the task is about another one.`,
  sawOtherThing: (found: string, name: string, wanted: string) =>
    `You have looked at ${found} of ${name}. What the task asks about stands in ${wanted}.`,
  lastEvent: (name: string, reason: string, message: string) =>
    `The last event about ${name} is \`${reason}\`: ${message}. Watch how it goes on.`,
  askedOther: (host: string, port: number) =>
    `Your last request went to \`${host}\`, port ${port}. Whom does the task want to be asked?`,
  askedFrom: (pod: string | undefined) =>
    `Your last request came from ${pod === undefined ? "your laptop" : `Pod \`${pod}\``}. Where should it start?`,
  askedPort: (port: number) => `Your last request went to port ${port}. Which port does the task name?`,

  taken: (name: string, resource: string) =>
    `The API server made nothing: \`${name}\` is taken among the ${resource}. What is there can be changed, or the new one gets another name.`,
  quota: (quota: string, requested: string, used: string, limited: string) =>
    `The quota \`${quota}\` refuses it: ${requested} asked for, ${used} in use, ${limited} allowed. Look at what is in use, and at what is asked for.`,
  forbidden: (user: string, verb: string, resource: string, namespace: string | undefined) =>
    `\`${user}\` may not ${verb} ${resource} ${namespace === undefined ? "in the whole cluster" : `in \`${namespace}\``}. Which binding should give that right, and to whom?`,
  unknownField: (field: string) =>
    `The API server knows no field \`${field}\`: a letter may be wrong, or it may be indented under the wrong parent. \`kubectl explain\` shows the fields.`,
  invalid: (field: string, meaning: string) =>
    `The API server refused the object because of one field, \`${field}\`: ${meaning}. Nothing was changed.`,
  podIsFixed:
    "Refused: of a living Pod's spec hardly more than the image can be changed. Change the file, and have the Pod replaced by a new one.",
  immutable: (field: string) =>
    `\`${field}\` is fixed as long as the object lives. Who wants another one has the object made anew; what it owns goes with the old one.`,
  meanings: {
    "Required value": "it is needed and not there",
    "Invalid value": "its value does not fit",
    "Unsupported value": "its value is not one of those that are allowed",
    Forbidden: "it may not be set or changed like this",
    "Duplicate value": "the same is there twice",
    "Not found": "it names something that nothing else in the object is called",
  },
  notYaml: (line: string) =>
    `That file is not valid YAML in line ${line} or just above. Compare indentation, colons and blanks with the lines around it.`,
  notAnAmount:
    "An amount in there cannot be read: it is a number with one of the known units at once behind it, such as `m`, `Mi`, `Gi`. No blank, and no `B`.",
  oneName: (count: string) =>
    `kubectl was given ${count} words where one name stands. A text with blanks in it stays together in quotes: \`'like this'\`.`,
  noFile: (path: string) => `There is no file \`${path}\` here.`,
  listFiles: "`ls` shows which there are.",
  notThere: (kind: string, name: string) => `There is no ${kind} \`${name}\` where the command looked.`,
  oneElsewhere: (namespace: string) => `One of that name is in the namespace \`${namespace}\`.`,
  closeOne: (found: string, how: string) => `There is \`${found}\`: ${how}. Compare the names.`,
  relative: (kind: string) => `But there is a ${kind} of that name. Which kind is meant?`,
  listThem: (isNamespaced: boolean) => `List what is there${isNamespaced ? ", in the namespace that is meant" : ""}.`,
  otherGroup: (kind: string, version: string) =>
    `A ${kind} belongs to another API group than \`${version}\`: compare \`apiVersion\` with \`kubectl api-resources\`.`,
  listKinds: "`kubectl api-resources` lists those there are.",
  unknownKind: (kind: string, version: string) => `The API server knows no kind \`${kind}\` in \`${version}\`.`,
  unknownType: (type: string) => `The API server knows no resources called \`${type}\`.`,
  nameForKind: (name: string, kind: string) =>
    `kubectl reads the word \`${name}\` as a kind, but it is the name of a ${kind}. Say the kind first, then the name.`,
  labelForName: (label: string) => `kubectl takes \`${label}\` for a name. To choose by a label, put \`-l\` before it.`,
  oneDash: (typed: string, meant: string) =>
    `With one dash kubectl reads \`${typed}\` letter by letter. A flag that is a whole word has two: \`${meant}\`.`,
  unknownFlag: (flag: string, command: string) =>
    `\`${command}\` has no flag \`${flag}\`. \`${command} --help\` lists those it has.`,
  createPod:
    "`create` makes Pods from a file only (`-f`), so it has no flags for them. Which verb starts a Pod from an image?",
  needsFlag: (flag: string) => `This command cannot do without the flag \`${flag}\`. Give it a value.`,
  needsFile: (command: string) => `\`${command}\` wants to know from which file. \`-f\` stands before its name.`,
  restartPolicies: "There are three policies, written just like this: `Always`, `OnFailure`, `Never`.",
  keyAndValue: "Key and value are written as one word: `key=value`.",
  noSuchContainer: (name: string) =>
    `No container there is called \`${name}\`. A container has a name beside its image; \`kubectl describe\` shows both.`,
  noSuchProgram: (program: string) =>
    `That container's image has no program \`${program}\`. Images differ in what they bring; another program, or another container, may do.`,
  podForHost: (name: string) =>
    `\`${name}\` is the name of a Pod, and those are not in the cluster's DNS. Which address has the Pod?`,
  decoratorsFirst: (container: string) =>
    `\`${container}\` has not begun and said nothing: the init containers of its Pod come first. \`-c\` asks for the logs of one of them.`,
  notBegun: (container: string, pod: string) =>
    `\`${container}\` has not begun and said nothing. \`kubectl describe pod ${pod}\` tells what it waits for.`,
  serviceType: "Between `service` and the name stands the type of Service: `clusterip`, `nodeport` …",
  servicePort: "A Service listens on a port; this verb wants it as `--tcp=PORT`. `kubectl expose` calls it `--port`.",
  needsName: "kubectl knows the kind, but not which one. Put the name behind it.",
  needsCommand: "No program is named that shall run in the container. It stands at the end, behind `--`.",
  fileWithoutFlag: (file: string) => `kubectl takes a file only with a flag: \`-f\` stands before \`${file}\`.`,
  createWhat: (word: string) =>
    `\`kubectl create\` knows no \`${word}\`: a kind stands there, or a file with \`-f\`. \`kubectl create --help\` lists the kinds.`,
  otherShape: (field: string, is: string, should: string) =>
    `In the file, \`${field}\` is ${is}; the API server wants ${should}. \`kubectl explain\` shows what stands in it.`,
  shapes: {
    list: "a list (its entries begin with `-`)",
    mapping: "a mapping (fields indented below it)",
    text: "a text (in quotes)",
    number: "a number (without quotes)",
    flag: "true or false (without quotes)",
  },
};

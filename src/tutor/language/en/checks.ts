// What checks say of what does not hold yet: what was found, what was expected, where to look. `name` is always a kind and a name, as Pod `web`.

export const checks = {
  either: (parts: readonly string[]) => parts.join(" or "),
  both: (parts: readonly string[]) => parts.join(" and "),
  atLeast: (number: number | string) => `at least ${number}`,
  atMost: (number: number | string) => `at most ${number}`,

  stillThere: (name: string) => `${name} is being deleted but still there.`,
  toBeGone: (name: string) => `${name} to be gone`,
  shouldNotBe: (name: string) => `${name} is there; it should not be.`,
  count: (matching: number, kind: string, wanted: string) =>
    `${matching} ${kind}${matching === 1 ? "" : "s"} as asked for, expected ${wanted}.`,
  lookAt: (command: string) => `Look at \`${command}\`.`,
  lookAtEnd: (command: string) => `Look at \`${command}\`, at the end.`,
  anotherOne: (name: string) =>
    `${name} is not the one that was there before: it was deleted and made anew. Compare \`metadata.uid\`.`,
  sameOne: (name: string) => `${name} is still the same object; it should be a new one.`,
  partFails: (name: string, part: string, command: string) =>
    `${name} is there, but this does not hold: \`${part}\`. Look at \`${command}\`.`,
  noField: (name: string, field: string, wanted: string) => `${name} has no \`${field}\`; it should be ${wanted}.`,
  otherField: (name: string, field: string, value: string, wanted: string) =>
    `${name} has \`${field}\` = \`${value}\`; it should be ${wanted}.`,
  unwanted: (name: string, field: string) => `${name} has \`${field}\`; it should be gone.`,
  restarted: (name: string, times: number) =>
    `${name} has restarted ${times === 1 ? "once" : `${times} times`}; it should run on without a restart.`,
  oneOf: (values: readonly string[]) => `one of ${values.join(", ")}`,
  like: (pattern: string) => `like \`${pattern}\``,
  set: "set",

  deleting: (name: string) => `${name} is being deleted.`,
  isReady: (name: string) => `${name} is ready.`,
  isNotYet: (name: string, condition: "Ready" | "Complete") => `${name} is not ${condition.toLowerCase()} yet.`,
  replicas: (name: string, ready: number, wanted: number) => `${name} has ${ready} of ${wanted} pods ready.`,
  replicasOld: (name: string, ready: number, wanted: number, updated: number) =>
    `${name} has ${ready} of ${wanted} pods ready, ${updated} of them up to date.`,
  lookAtPods: (command: string) => `Look at its pods: which one is not ready? \`${command}\` says more.`,
  reasons: {
    image: "its image cannot be pulled",
    imageName: "the name of its image is not valid",
    imageNever: "its image is not on the node and may not be pulled",
    crash: "its container keeps ending, and the kubelet waits before the next start",
    config: "something that its container refers to is missing",
    run: "its container cannot be started",
    create: "its container cannot be created",
  },
  notReadyBecause: (name: string, why: string) => `${name} is not ready: ${why}.`,
  ended: (container: string, exitCode: number, reason: string) =>
    `its container \`${container}\` ended with exit code ${exitCode} (${reason})`,
  succeeded: (name: string) => `${name} has done its work and ended (Succeeded); it will not get ready.`,
  hasFailed: (name: string) => `${name} has ended with an error (Failed).`,
  noNode: (name: string) => `${name} is Pending: no node fits it.`,
  running: (name: string) => `${name} is running but not ready.`,
  initAtWork: (name: string, init: string) => `${name} is not ready: its init container \`${init}\` has not finished.`,
  perhapsTime: (command: string) => `Perhaps it only needs time; \`${command}\` shows what it does.`,
  setUp: (name: string) => `${name} is being set up.`,
  toGetReady: (name: string) => `${name} to get ready`,

  endpoints: (service: string, found: number, wanted: string) =>
    `Service \`${service}\` has ${found} ready endpoint${found === 1 ? "" : "s"}, expected ${wanted}.`,
  noSelector: "It has no selector, so it finds no pods.",
  selectsNone: (selector: string) =>
    `Its selector \`${selector}\` matches no pod. Compare it with \`kubectl get pods --show-labels\`.`,
  selectsUnready: (count: number) => `${count} of the pods that it selects are not ready.`,
  itsPodsReady: "its pods to get ready",
  noTargetPort:
    "It selects pods, but none has the port that `targetPort` names. Compare it with the container's ports.",
  selectsSo: (selector: string, count: number) =>
    `Its selector \`${selector}\` matches ${count}. Look at \`kubectl get pods -l ${selector}\`.`,
  extraPod: (service: string, pod: string, selector: string) =>
    `Service \`${service}\` also sends traffic to \`${pod}\`, which has not the label ${selector}.`,
  lackingPod: (service: string, pod: string) =>
    `Service \`${service}\` sends nothing to \`${pod}\`. Compare its selector with that pod's labels.`,

  laptop: "your laptop",
  noRequest: ({ from, to }: Road) => `No request${fromText(from)}${toText(to)} was seen yet. Send one.`,
  fewRequests: (good: number, wanted: number, { to }: Road) =>
    `${good} of ${wanted} requests${toText(to)} were seen. Send more.`,
  lastRequest: ({ to }: Road, outcome: string, expected: string) =>
    `The last request${toText(to)} ended with ${outcome}; expected ${expected}.`,
  probe: ({ from, to }: Road, outcome: string, expected: string) =>
    `A request${fromText(from)}${toText(to)} ended with ${outcome}; expected ${expected}.`,
  noAddress: (place: string) => `${place} has no address yet. Look at it with kubectl get.`,
  noExternalAddress: (place: string) => `${place} has no external address yet. Look at it with kubectl get.`,
  outcomes: {
    refused: "`connection refused`: nothing listens on that port there",
    timeout: "a timeout: no answer came",
    nxdomain: "an unknown name (NXDOMAIN)",
    reset: "a broken connection",
  },
  status: (status: number) => `status ${status}`,
  statusAndPage: (status: number, page: string) => `status ${status} and the page \`${page}\``,
  statusAndPageWith: (status: number, pattern: string) => `status ${status} and a page with \`${pattern}\``,

  notLookedUp: (name: string | undefined, { from }: Road) =>
    `Nobody has looked up ${name === undefined ? "such a name" : `\`${name}\``}${fromText(from)} in this step yet.`,
  lookedUp: (name: string, { from }: Road, answer: string) =>
    `\`${name}\` was looked up${fromText(from)}, and the answer was ${answer}.`,
  noSuchName: "that there is no such name (NXDOMAIN)",
  silence: "silence",
  serverFailed: "that the server had failed",
  addresses: (count: number) => `${count} ${count === 1 ? "address" : "addresses"}`,

  event: (reason: string, about: string | undefined, times: number, wanted: number) =>
    `The cluster has reported \`${reason}\`${about === undefined ? "" : ` about ${about}`} ${times} times, expected ${wanted}. Look at \`kubectl events\`.`,
  anyRequest: "request",
  audit: (what: string, answers: string | undefined) =>
    `The API server has seen no ${what}${answers === undefined ? "" : ` answered with ${answers}`} in this step.`,

  nouns: {
    logs: "the logs",
    events: "the events",
    describe: "the description",
    list: "the list",
    field: "the fields",
    explain: "the documentation",
    file: "the file",
  },
  notSeen: (noun: string, of: string | undefined) =>
    `You have not looked at ${noun}${of === undefined ? "" : ` of ${of}`} yet in this step.`,
  all: (kind: string) => `${kind}s`,
  presentLife: (noun: string) =>
    `You have seen ${noun} of the present container; the task asks for those of its previous life.`,
  notByLabel: "You have seen them, but chosen by name or all at once; choose them by their label.",
  listedOthers: (names: readonly string[], wanted: readonly string[]) =>
    `What you listed was ${names.join(", ") || "empty"}; expected only ${wanted.join(", ")}.`,
  otherContainer: (noun: string, container: string) =>
    `You have seen ${noun} of another container; look at \`${container}\`.`,
  notInIt: (noun: string) =>
    `You have looked at ${noun}, but what matters was not in it. Look once more, perhaps a little later.`,

  /** @param namespace where; `*` is all of them, undefined for what is in none. */
  access: (who: string, verb: string, what: string, namespace: string | undefined, isWanted: boolean) => {
    const where =
      namespace === undefined ? "" : namespace === "*" ? " in all namespaces" : ` in namespace \`${namespace}\``;
    return `\`${who}\` ${isWanted ? "may not" : "may"} ${verb} ${what}${where}${isWanted ? " yet" : ""}. Ask with \`kubectl auth can-i\`.`;
  },

  fileIsThere: (path: string) => `The file \`${path}\` is there; it should not be.`,
  noFile: (path: string) => `There is no file \`${path}\` in your working directory. Look with \`ls\`.`,
  fileWithout: (path: string, pattern: string) =>
    `The file \`${path}\` does not contain \`${pattern}\`. Look with \`cat ${path}\`.`,
  notYaml: (path: string, why: string) => `The file \`${path}\` is not valid YAML: ${why}`,
  noManifest: (path: string, kind: string | undefined) =>
    `The file \`${path}\` holds no manifest of kind ${kind ?? "(any)"}.`,
  inFile: (path: string, why: string) => `In \`${path}\`: ${why}`,

  changed: (count: number, kind: string, what: "created" | "deleted" | "restarted") =>
    count === 0
      ? `No ${kind} was ${what} in this step yet.`
      : `${count} ${kind}s were ${what} in this step; that is not what was asked for.`,
  questionOpen: "The question is still open. Answer it with `answer` and your answer.",
  notIt: (given: string) => `\`${given}\` is not it.`,
  otherCommand: (starts: string) => `The last command was not \`${starts}\`.`,

  notForLong: (later: string, why: string) => `It holds now, but not for long: ${later} later, ${why}`,
  notToStay: (after: string, why: string) => `It comes about, but does not last: in ${after}, ${why}`,
  mustStay: (left: string) => `It holds, and must stay so for another ${left}.`,
  toStay: (duration: string) => `it to stay so for ${duration}`,
  noWayTaken: "None of the accepted ways was taken.",
  shouldBeOver: "Something is so that should not be so any more. Read the task once more.",
  onCopy: (why: string) => `On a copy of your cluster the tutor tried what happens next: ${why}`,
  notThere: (kind: string, name: string, list: string) =>
    `There is no ${kind} \`${name}\`. Look at what is there: \`${list}\`.`,
  noneThere: (kind: string, selector: string | undefined, list: string) =>
    `No ${kind}${selector === undefined ? "" : ` with the label ${selector}`} is there. Look at what is: \`${list}\`.`,
};

/** Where a request starts, and where it goes; undefined where the check does not mind. */
interface Road {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const fromText = (from: string | undefined) => (from === undefined ? "" : ` from ${from}`);
const toText = (to: string | undefined) => (to === undefined ? "" : ` to ${to}`);

// What is said of a cluster that is not the tutor's own: what would be done there, what was left behind, and why a lesson does not go there.

export const outside = {
  nobodyToAsk: ({ namespace, server, context }: Where) =>
    `this would work in the namespace ${namespace} of the cluster at ${server} (context ${context}), and there is nobody to ask; add --yes if you mean it`,
  notOurs: ({ namespace, server, context }: Where) => [
    "This cluster is not a part of k8s-tutor:",
    `  context    ${context}`,
    `  server     ${server}`,
    `  namespace  ${namespace}`,
  ],
  goOn: "Go on?",
  /** Behind a question whose usual answer is no. */
  yesOrNo: "[y/N]",
  nothingDone: "nothing was done there",
  lessonIntents: [
    "The lesson makes this namespace and works in it; what you type happens there. An earlier run's is removed first.",
    "At the end the tutor asks whether to remove it, and removes nothing that it did not make.",
  ],
  namespaceIntent: (namespace: string) => `The namespace ${namespace} is made if it is not there.`,
  typedIntent: "What you type there happens there.",
  scriptIntent: "What the script does happens there.",
  youWorkIn: ({ namespace, server, context }: Where) =>
    `You work in the namespace \`${namespace}\` of ${context}, at ${server}. There is no \`undo\` there.`,
  sandbox: (server: string, namespace: string) =>
    `The cluster at ${server}, namespace ${namespace}: what you do here happens there.`,
  askRemove: (names: readonly string[], context: string) =>
    `Remove ${names.join(" and ")}, which this lesson made in ${context}, with everything in it?`,
  itStays: (names: readonly string[]) => `It stays. \`kubectl delete ${names.join(" ")}\` removes it.`,
  removed: (names: readonly string[]) => `Removed: ${names.join(", ")}. The cluster takes a moment to clear it away.`,
  notRemoved: (names: readonly string[], reason: string) =>
    `It could not be removed; \`kubectl delete ${names.join(" ")}\` does it later: ${reason}`,
  madeElsewhere: (namespace: string, what: readonly string[]) =>
    `Your commands also made objects outside of \`${namespace}\`, which stay: ${what.join(", ")}.`,
  resourceIn: (resource: string, namespace: string) => `${resource} in ${namespace}`,
  waitsForEarlier: (namespace: string) => `Waiting until the namespace \`${namespace}\` of an earlier run is gone …`,
  namespaceTaken: (name: string) =>
    `there is a namespace ${name} already, and this lesson did not make it; remove or rename it, or start the lesson without --kubeconfig`,
  namespaceStays: (name: string) =>
    `the namespace ${name} does not go away; kubectl get namespace ${name} -o yaml says what holds it`,
  notLookedAt: (name: string, reason: string) => `the namespace ${name} cannot be looked at: ${reason}`,
  notMade: (name: string, reason: string) => `the namespace ${name} cannot be made: ${reason}`,
  notRemovable: (name: string, reason: string) => `the namespace ${name} cannot be removed: ${reason}`,
  answered: (status: number) => `the cluster answered ${status}`,
  notAccepted: (server: string, context: string) =>
    `the cluster at ${server} does not accept the credentials of the context ${context}`,
  notReached: (server: string, reason: string) => `the cluster at ${server} cannot be reached: ${reason}`,
  noContext: (file: string, context: string, known: readonly string[]) =>
    `${file} ${context === "" ? "names no current context" : `has no context ${context}`}; there ${known.length === 0 ? "are none" : `are ${known.join(", ")}`}; choose one with --context`,
  noFile: (file: string) => `there is no file ${file}; --kubeconfig wants the kubeconfig of the cluster you mean`,
  unusable: (file: string, reason: string) => `the kubeconfig ${file} cannot be used: ${reason}`,
  /** Why a lesson is not taught there: `why` is one of those below. */
  notTaught: (lesson: string, why: string) => `the lesson ${lesson} ${why}; start it without --kubeconfig`,
  stops: (component: string) => `stops the ${component}, which only the built-in cluster lets it do`,
  starts: (component: string) => `starts the ${component}, which only the built-in cluster lets it do`,
  kubeletOf: (node: string) => `kubelet of ${node}`,
  switchesNode: (node: string) => `switches the node ${node} off and on, which only the built-in cluster lets it do`,
  addsNode: (node: string) => `adds the node ${node}, which only the built-in cluster lets it do`,
  crashes: (pod: string) => `lets the Pod ${pod} crash, which only the built-in cluster lets it do`,
  asksNetwork: "asks what goes over the network, which only the built-in cluster sees",
  judgesCopy: (step: string) =>
    `judges its step ${step} on a copy of the cluster, and only the built-in cluster can be copied`,
  worksInDefault: "works in the namespace `default`, and elsewhere it has one of its own",
  judgesWhatIs: "This cluster cannot be copied to see what would happen next: the tutor judges what is.",
  doesNotFit: (lesson: string, why: string) =>
    `the lesson ${lesson} does not fit this cluster: ${why}; start it without --kubeconfig`,
  otherNodes: (missing: readonly string[], context: string, nodes: readonly string[]) =>
    `it is about ${missing.join(", ")}, and ${context} has the nodes ${nodes.join(", ")}`,
  wantsOtherNodes: (context: string, why: string) => `it wants other nodes than ${context} has. ${why}`,
};

interface Where {
  readonly context: string;
  readonly server: string;
  readonly namespace: string;
}

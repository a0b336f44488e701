// What is said at a prompt outside of lessons, and behind what a program says.

export const prompt = {
  /** Where a question is answered by yes or no. */
  confirm: { yes: "Yes", no: "No", error: ({ yes, no }: YesNo) => `Answer with "${yes}" or "${no}"` },
  didYouMean: (word: string) => `Did you mean ${word}?`,
  simulated: (version: string, nodes: number) =>
    `A simulated Kubernetes ${version} cluster with ${nodes} ${nodes === 1 ? "node" : "nodes"}.`,
  /** The words are styled. */
  sandbox: ({ map, trace, exit }: Readonly<Record<"map" | "trace" | "exit", string>>) =>
    `Type kubectl commands; ${map} draws what there is, ${trace} tells what came of it, ${exit} leaves.`,
  /** `help` where there is no lesson. */
  help: `Type kubectl commands, or what a shell knows: pipes, files, and the usual small programs. Tab completes.

  map       draws the nodes, the pods on them, and the services; map on keeps it above the prompt
  trace     tells what came of your last write, or follows a request; trace --help
  edit      opens a file in your editor
  less      shows a long text screen by screen: kubectl describe nodes | less
  watch     runs a command again and again: watch kubectl get pods
  tables    tables records reads tables row by row; tables columns ends that
  exit      leaves
`,
  tables: {
    inRecords: "Tables come row by row, each value behind the name of its column; `tables columns` ends that.",
    inColumns: "Tables come in columns; `tables records` reads them row by row.",
  },
  mapStays: "The map stays above the prompt and changes with the cluster; `map off` takes it away.",
  mapNotOn: "The map is not on; `map on` puts it above the prompt.",
  mapCannotStay: (reason: string) => `The map cannot stay: ${reason}.`,
  mapIsOff: "The window is too small for the map: it is off. `map on` brings it back.",
  noScreen: "there is no screen to keep it on; `map` draws it once",
  smallWindow: (rows: number) => `the window is too small; it takes ${rows} rows`,
  moreLines: (left: number) => `… ${left} more lines; \`map\` draws it all`,
  noNamespace: (name: string) =>
    `--namespace: "${name}" is not a namespace name; use up to 63 lower-case letters, digits and -, as in team-a`,
  noDirectory: (folder: string, reason: string) =>
    `the working directory ${folder} cannot be used: ${reason}; choose another with --dir`,
  jsonNeedsScript: "--json goes with --script: give a file of commands, or - for standard input",
  scriptWaits: (duration: string) =>
    `k8s-tutor: this cluster's time cannot be wound; the script waits ${duration} in all`,
  theScript: "the script",
  scriptNotRead: (file: string, reason: string) => `the script ${file} cannot be read: ${reason}`,
};

interface YesNo {
  readonly yes: string;
  readonly no: string;
}

// Stands for kubectl top.

import { type Command, loaded } from "../command.ts";
import { helpOnStderr } from "../help-only.ts";
import { command as node } from "./top/node.ts";
import { command as pod } from "./top/pod.ts";

export const command: Command = {
  name: "top",
  short: "Display resource (CPU/memory) usage",
  long: "Display resource (CPU/memory) usage.\n\n The top command allows you to see the resource consumption for nodes or pods.\n\n This command requires Metrics Server to be correctly configured and working on the server.",
  usage: "top [flags]",
  flags: [],
  subcommands: [node, pod].map(loaded),
  run: helpOnStderr,
};

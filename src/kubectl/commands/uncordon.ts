// Stands for kubectl uncordon.

import type { Command } from "../command.ts";
import { cordonFlags, setUnschedulable } from "./drain/cordon.ts";

export const command: Command = {
  name: "uncordon",
  short: "Mark node as schedulable",
  long: "Mark node as schedulable.",
  examples: '# Mark node "foo" as schedulable\nkubectl uncordon foo',
  usage: "uncordon NODE",
  flags: cordonFlags(),
  run: (context) => setUnschedulable(context, false),
};

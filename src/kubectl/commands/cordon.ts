// Stands for kubectl cordon.

import type { Command } from "../command.ts";
import { cordonFlags, setUnschedulable } from "./drain/cordon.ts";

export const command: Command = {
  name: "cordon",
  short: "Mark node as unschedulable",
  long: "Mark node as unschedulable.",
  examples: '# Mark node "foo" as unschedulable\nkubectl cordon foo',
  usage: "cordon NODE",
  flags: cordonFlags(),
  run: (context) => setUnschedulable(context, true),
};

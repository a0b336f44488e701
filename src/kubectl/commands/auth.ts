// Stands for kubectl auth.

import { type Command, loaded } from "../command.ts";
import { helpOnStderr } from "../help-only.ts";
import { command as canI } from "./auth/can-i.ts";
import { command as reconcile } from "./auth/reconcile.ts";
import { command as whoami } from "./auth/whoami.ts";

export const command: Command = {
  name: "auth",
  short: "Inspect authorization",
  long: "Inspect authorization.",
  usage: "auth [flags]",
  flags: [],
  subcommands: [canI, reconcile, whoami].map(loaded),
  run: helpOnStderr,
};

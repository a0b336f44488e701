// Stands for kubectl set.

import { type Command, loaded } from "../command.ts";
import { helpOnStderr } from "../help-only.ts";
import { command as env } from "./set/env.ts";
import { command as image } from "./set/image.ts";
import { command as resources } from "./set/resources.ts";
import { command as selector } from "./set/selector.ts";
import { command as serviceaccount } from "./set/serviceaccount.ts";
import { command as subject } from "./set/subject.ts";

export const command: Command = {
  name: "set",
  short: "Set specific features on objects",
  long: "Configure application resources.\n\n These commands help you make changes to existing application resources.",
  usage: "set SUBCOMMAND",
  flags: [],
  subcommands: [env, image, resources, selector, serviceaccount, subject].map(loaded),
  run: helpOnStderr,
};

// Stands for kubectl set selector.

import type { Draft, Service } from "../../../api/types.ts";
import { RECORD_FLAG } from "../../change-cause.ts";
import type { Command, CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import { stringFlag } from "../../flags/flag.ts";
import { parseLabels } from "../run/generate.ts";
import { changeObjects, SET_FLAGS } from "./change.ts";

export const command: Command = {
  name: "selector",
  short: "Set the selector on a resource",
  long: "Set the selector of a service; the old one is replaced.",
  examples: "# Another selector for a service\nkubectl set selector service/web app=web",
  usage: "selector (-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]",
  flags: [...SET_FLAGS, RECORD_FLAG, stringFlag("resource-version", "Precondition: the version the object has now.")],
  run: setSelector,
};

async function setSelector(context: CommandContext): Promise<void> {
  const { args } = context;
  const expression = args.at(-1) ?? "";
  const resources = args.slice(0, -1);
  const hasFile = context.flags.strings("filename").length > 0;
  const selector = resources.length === 0 && !hasFile ? {} : parseLabels(expression);
  await changeObjects(context, {
    operation: "selector updated",
    resources,
    failure: "selector update to",
    change: (object) => {
      if (object.kind !== "Service") throw new KubectlError("setting a selector is only supported for Services");
      (object as unknown as Draft<Service>).spec.selector = selector;
    },
  });
}

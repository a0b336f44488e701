// Stands for kubectl set selector.

import { goQuote } from "../../../api/go-values.ts";
import { type LabelRequirement, parseLabelSelector } from "../../../api/selector.ts";
import { ApiError } from "../../../api/status.ts";
import type { Draft, Service } from "../../../api/types.ts";
import { RECORD_FLAG } from "../../change-cause.ts";
import type { Command, CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import { type Flag, stringFlag } from "../../flags/flag.ts";
import { filenameFlags } from "../../flags/shared-flags.ts";
import { changeObjects, SET_FLAGS } from "./change.ts";

const FLAGS: readonly Flag[] = SET_FLAGS.filter(({ name }) => !["kustomize", "recursive"].includes(name));

export const command: Command = {
  name: "selector",
  short: "Set the selector on a resource",
  long: "Set the selector of a service; the old one is replaced.",
  examples: "# Another selector for a service\nkubectl set selector service/web app=web",
  usage: "selector (-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]",
  flags: [
    ...FLAGS,
    ...filenameFlags("identifying the resource", true).filter(({ name }) => name === "recursive"),
    RECORD_FLAG,
    stringFlag("resource-version", "Precondition: the version the object has now."),
  ],
  run: setSelector,
};

async function setSelector(context: CommandContext): Promise<void> {
  const { args, flags } = context;
  const expression = args.at(-1);
  if (expression === undefined) throw new KubectlError("one selector is required");
  const requirements = parsed(expression);
  if (requirements.some(({ operator }) => operator === "!="))
    throw new KubectlError('"!=" is not a valid label selector operator');
  const unsupported = requirements.filter(({ operator }) => operator !== "=" && operator !== "==");
  await changeObjects(context, {
    operation: "selector updated",
    resources: args.slice(0, -1),
    sendsAlways: true,
    change: (object) => {
      if (object.kind !== "Service") throw new KubectlError("setting a selector is only supported for Services");
      if (unsupported.length > 0) {
        const shown = unsupported.map(
          ({ key, operator, values }) => `{${key} ${OPERATORS[operator]} [${values.join(" ")}]}`,
        );
        throw new KubectlError(`match expression [${shown.join(" ")}] not supported on this object`);
      }
      const selector = Object.fromEntries(requirements.map(({ key, values: [value = ""] }) => [key, value]));
      (object as unknown as Draft<Service>).spec.selector = selector;
      const resourceVersion = flags.string("resource-version");
      if (resourceVersion !== "") object.metadata.resourceVersion = resourceVersion;
    },
  });
}

const OPERATORS: Readonly<Record<LabelRequirement["operator"], string>> = {
  "=": "In",
  "==": "In",
  "!=": "NotIn",
  "!": "DoesNotExist",
  exists: "Exists",
  in: "In",
  notin: "NotIn",
  ">": "Gt",
  "<": "Lt",
};

function parsed(expression: string): readonly LabelRequirement[] {
  try {
    return parseLabelSelector(expression);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new KubectlError(`couldn't parse the selector string ${goQuote(expression)}: ${error.status.message}`);
  }
}

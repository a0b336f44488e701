// Stands for kubectl set resources.

import { formatQuantity, parseQuantity, quantityError } from "../../../api/quantity.ts";
import type { AnyObject, Draft } from "../../../api/types.ts";
import { RECORD_FLAG } from "../../change-cause.ts";
import type { Command, CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import { stringFlag } from "../../flags/flag.ts";
import type { Info } from "../../info.ts";
import { podSpecOf } from "../../pod-spec.ts";
import { changeObjects, SET_SELECTOR_FLAGS, withoutTemplate } from "./change.ts";
import { matchesContainer } from "./containers.ts";

type ResourceList = Readonly<Record<string, string>>;

export const command: Command = {
  name: "resources",
  short: "Update resource requests/limits on objects with pod templates",
  long: "Set what the containers of pod templates ask for and may use. A limit without a request sets the request too.",
  examples:
    "# For one container\nkubectl set resources deployment nginx -c=nginx --limits=cpu=200m,memory=512Mi\n\n# For all\nkubectl set resources deployment nginx --limits=cpu=200m,memory=512Mi --requests=cpu=100m,memory=256Mi",
  usage: "resources (-f FILENAME | TYPE NAME)  ([--limits=LIMITS & --requests=REQUESTS]",
  flags: [
    ...SET_SELECTOR_FLAGS,
    RECORD_FLAG,
    stringFlag("containers", "The containers to change, with * for any text.", "*", { shorthand: "c" }),
    stringFlag("limits", "The limits, as in 'cpu=100m,memory=256Mi'."),
    stringFlag("requests", "The requests, as in 'cpu=100m,memory=256Mi'."),
  ],
  run: setResources,
};

async function setResources(context: CommandContext): Promise<void> {
  const { args, flags } = context;
  const [limits, requests] = [flags.string("limits"), flags.string("requests")];
  const changes: { limits: ResourceList; requests: ResourceList } = { limits: {}, requests: {} };
  const containers = flags.string("containers");
  await changeObjects(context, {
    operation: "resource requirements updated",
    resources: args,
    failure: "resources update to pod template",
    validate: () => {
      if (limits === "" && requests === "")
        throw new KubectlError("you must specify an update to requests or limits (in the form of --requests/--limits)");
      Object.assign(changes, { limits: parseAmounts(limits), requests: parseAmounts(requests) });
    },
    change: (object, info) => changeResources(object, info, containers, changes),
  });
}

function changeResources(
  object: Draft<AnyObject>,
  info: Info,
  pattern: string,
  changes: { readonly limits: ResourceList; readonly requests: ResourceList },
): void {
  const spec = podSpecOf(object);
  if (spec === undefined) throw withoutTemplate(info);
  const found = [...(spec.initContainers ?? []), ...(spec.containers ?? [])].filter(({ name }) =>
    matchesContainer(pattern, name),
  );
  if (found.length === 0) throw new KubectlError(`error: unable to find container named ${pattern}`);
  for (const container of found) {
    const { resources = {} } = container;
    container.resources = {
      ...resources,
      ...merged("limits", resources.limits, changes.limits),
      ...merged("requests", resources.requests, changes.requests),
    };
  }
}

function merged(name: string, before: ResourceList | undefined, changes: ResourceList): Record<string, ResourceList> {
  return Object.keys(changes).length === 0 ? {} : { [name]: { ...before, ...changes } };
}

function parseAmounts(text: string): ResourceList {
  const amounts: Record<string, string> = {};
  for (const pair of text === "" ? [] : text.split(",")) {
    const [name = "", amount, ...rest] = pair.split("=");
    if (amount === undefined || rest.length > 0) {
      throw new KubectlError(`Invalid argument syntax ${pair}, expected <resource>=<value>`);
    }
    const quantity = parseQuantity(amount);
    if (quantity === undefined) throw new KubectlError(quantityError(amount) ?? "");
    amounts[name] = formatQuantity(quantity);
  }
  return amounts;
}

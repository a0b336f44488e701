// Stands for --record, which kubectl still takes: the command line becomes the change cause of what it changes.

import type { AnyObject } from "../api/types.ts";
import type { CommandContext } from "./command.ts";
import { boolFlag, type FlagValue } from "./flags/flag.ts";

const CHANGE_CAUSE = "kubernetes.io/change-cause";

export const RECORD_FLAG = boolFlag("record", "Record current kubectl command in the resource annotation.", false, {
  hidden: true,
  deprecated: "--record will be removed in the future",
});

/** The annotation that --record asks for; nothing without it. */
export function changeCause({ flags, path, args }: CommandContext): Readonly<Record<string, string>> {
  if (!flags.has("record") || !flags.bool("record")) return {};
  const options = flags.inOrder().flatMap(([name, value]) => valueTexts(value).map((text) => ` --${name}=${text}`));
  return { [CHANGE_CAUSE]: [path, ...args].join(" ") + options.join("") };
}

export function withChangeCause(context: CommandContext, object: AnyObject): AnyObject {
  const cause = changeCause(context);
  if (Object.keys(cause).length === 0) return object;
  return { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, ...cause } } };
}

function valueTexts(value: FlagValue): readonly string[] {
  return typeof value === "object" ? value : [String(value)];
}

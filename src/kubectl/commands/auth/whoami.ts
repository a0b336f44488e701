// Stands for kubectl auth whoami: who the API server takes the user for.

import type { Command, CommandContext } from "../../command.ts";
import { goList } from "../../describe/values.ts";
import { objectPrinter, PRINT_FLAGS } from "../../printers/print-flags.ts";
import { TableWriter } from "../../printers/table-writer.ts";

export const command: Command = {
  name: "whoami",
  short: "Experimental: Check self subject attributes",
  long: "Show who you are to the cluster: user name, groups and more. Useful when a proxy or webhook says who you are.",
  examples: "# Who am I?\nkubectl auth whoami\n\n# As JSON\nkubectl auth whoami -o json",
  usage: "whoami",
  flags: PRINT_FLAGS,
  run: whoami,
};

interface UserAttributes {
  readonly username?: string;
  readonly uid?: string;
  readonly groups?: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

async function whoami(context: CommandContext): Promise<void> {
  const { flags, io, session } = context;
  const review = await session.client.create("/apis/authentication.k8s.io/v1/selfsubjectreviews", {
    apiVersion: "authentication.k8s.io/v1",
    kind: "SelfSubjectReview",
  });
  if (flags.string("output") !== "" || flags.string("template") !== "")
    return objectPrinter(context, "", "none", true).print(review);
  const { userInfo = {} } = (review.status ?? {}) as { userInfo?: UserAttributes };
  const rows = [["ATTRIBUTE", "VALUE"]];
  if (userInfo.username) rows.push(["Username", userInfo.username]);
  if (userInfo.uid) rows.push(["UID", userInfo.uid]);
  if (userInfo.groups?.length) rows.push(["Groups", goList(userInfo.groups)]);
  const extra = Object.entries(userInfo.extra ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [key, values] of extra) rows.push([`Extra: ${key}`, goList(values)]);
  new TableWriter(io.stdout, true).write(rows);
}

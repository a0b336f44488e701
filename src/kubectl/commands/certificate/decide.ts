// Approves or denies certificate signing requests, by a condition in their status.

import type { AnyObject } from "../../../api/types.ts";
import type { Command, CommandContext } from "../../command.ts";
import { isStatus, KubectlError } from "../../errors.ts";
import { boolFlag } from "../../flags/flag.ts";
import { namedFiles, namesFiles } from "../../flags/named-files.ts";
import { filenameFlags } from "../../flags/shared-flags.ts";
import type { Info } from "../../info.ts";
import { objectPrinter, PRINT_FLAGS } from "../../printers/print-flags.ts";
import { asTuples } from "../../resource-arguments.ts";
import { infoPath, visitInfos, withType } from "../../resource-builder.ts";

export interface Decision {
  readonly name: string;
  readonly short: string;
  readonly long: string;
  readonly type: string;
  readonly opposite: string;
  readonly reason: string;
  readonly message: string;
  readonly done: string;
}

interface Condition {
  readonly type: string;
}

const ATTEMPTS = 10;

export function decisionCommand(decision: Decision): Command {
  const { name, short, long } = decision;
  return {
    name,
    short,
    long,
    examples: `# One request\nkubectl certificate ${name} csr-sqgzp`,
    usage: `${name} (-f FILENAME | NAME)`,
    flags: [
      ...filenameFlags("identifying the resource to update"),
      boolFlag("force", "Update the request even if it was decided already."),
      ...PRINT_FLAGS,
    ],
    run: (context) => decide(context, decision),
  };
}

async function decide(context: CommandContext, decision: Decision): Promise<void> {
  const { args, flags, session } = context;
  session.requireClientConfig();
  if (args.length === 0 && !namesFiles(flags))
    throw new KubectlError("one or more CSRs must be specified as <name> or -f <filename>");
  const printer = objectPrinter(context, decision.done);
  const targets = {
    args: asTuples("certificatesigningrequests", args),
    ...namedFiles(flags),
    asWritten: true,
    withoutNamespace: true,
  };
  await visitInfos(session, { ...targets, latest: true }, async (info) => {
    printer.print(withType(await update(context, info, decision), info.resource));
  });
}

async function update({ flags, io, session }: CommandContext, info: Info, decision: Decision): Promise<AnyObject> {
  for (let attempt = 1; ; attempt += 1) {
    const current = await session.client.get(infoPath(info));
    const status = (current.status ?? {}) as { conditions?: readonly Condition[] };
    const conditions = status.conditions ?? [];
    if (conditions.some(({ type }) => type === decision.opposite) && !flags.bool("force")) {
      throw new KubectlError(`certificate signing request "${info.name}" is already ${decision.opposite}`);
    }
    if (conditions.some(({ type }) => type === decision.type) && !flags.bool("force")) return current;
    const { type, reason, message } = decision;
    const lastUpdateTime = `${new Date(io.now()).toISOString().slice(0, 19)}Z`;
    const added = { lastTransitionTime: null, lastUpdateTime, message, reason, status: "True", type };
    try {
      const decided = {
        ...current,
        status: { ...status, conditions: [...conditions.filter((each) => each.type !== type), added] },
      };
      return await session.client.replace(infoPath(info, "approval"), decided);
    } catch (error) {
      if (!isStatus(error, "Conflict") || attempt === ATTEMPTS) throw error;
    }
  }
}

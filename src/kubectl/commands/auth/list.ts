// All that the user may do in a namespace, as kubectl auth can-i --list.

import type { PolicyRule } from "../../../api/types.ts";
import type { CommandContext } from "../../command.ts";
import { compactRules, ruleCells } from "../../describe/policy-rules.ts";
import { TableWriter } from "../../printers/table-writer.ts";

const TITLES = ["Resources", "Non-Resource URLs", "Resource Names", "Verbs"];

interface RulesStatus {
  readonly resourceRules?: readonly PolicyRule[];
  readonly nonResourceRules?: readonly PolicyRule[];
  readonly incomplete?: boolean;
  readonly evaluationError?: string;
}

export async function listRules({ flags, io, session }: CommandContext): Promise<void> {
  const review = await session.client.create("/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectRulesReview",
    spec: { namespace: session.namespace },
  });
  const status = (review.status ?? {}) as RulesStatus;
  if (status.incomplete === true)
    io.stderr.write(`warning: the list may be incomplete: ${status.evaluationError ?? ""}\n`);
  const rules = compactRules([...(status.resourceRules ?? []), ...(status.nonResourceRules ?? [])]);
  const header = flags.bool("no-headers") ? [] : [TITLES];
  new TableWriter(io.stdout, header.length > 0).write([...header, ...rules.map(ruleCells)]);
}

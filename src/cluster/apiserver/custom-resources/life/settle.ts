// Stands for the controllers that settle a definition: its approval, its names, and that it is established. Each step is a write of
// its own, so that a watch sees them one by one; a write brings the next step about.

import { type Core, timestamp } from "../../core.ts";
import { approvalOf } from "../definition/api-approval.ts";
import { withConditions } from "../definition/conditions.ts";
import { type Condition, conditionOf, type Definition, isTrue, type Status } from "../definition/definition.ts";
import { ESTABLISHED, namingOf } from "../definition/naming.ts";
import { definitionsIn, findDefinition, writeStatus } from "./status.ts";

/** Takes the next step, if there is one. */
export function settle(core: Core, name: string): void {
  const definition = findDefinition(core, name);
  if (definition === undefined) return;
  const now = timestamp(core.clock.now());
  const status: Status = definition.status ?? {};
  const approval = approvalCondition(definition);
  if (approval !== undefined && writeStatus(core, definition, withConditions(status, [approval], now))) return;
  const others = definitionsIn(core, definition.spec.group).filter(({ metadata }) => metadata.name !== name);
  const { acceptedNames, conditions } = namingOf(definition, others);
  if (writeStatus(core, definition, { ...withConditions(status, conditions, now), acceptedNames })) return;
  if (!isTrue(definition, "NamesAccepted") || isTrue(definition, "Established")) return;
  writeStatus(core, definition, withConditions(status, [ESTABLISHED], now));
}

/** Names that have become free may be what others wait for. */
export function settleOthers(core: Core, { metadata, spec }: Definition): void {
  for (const other of definitionsIn(core, spec.group)) {
    const isWaiting = conditionOf(other, "NamesAccepted")?.status === "False";
    if (other.metadata.name !== metadata.name && isWaiting) settle(core, other.metadata.name);
  }
}

const REASONS = {
  approved: "ApprovedAnnotation",
  bypassed: "UnapprovedAnnotation",
  missing: "MissingAnnotation",
  invalid: "InvalidAnnotation",
} as const;

function approvalCondition(definition: Definition): Condition | undefined {
  const approval = approvalOf(definition);
  if (approval === undefined) return undefined;
  const status = approval.kind === "approved" ? "True" : "False";
  const type = "KubernetesAPIApprovalPolicyConformant";
  return { type, status, reason: REASONS[approval.kind], message: approval.text };
}

// Groups of the Kubernetes project are for what has been reviewed there: an annotation has to say so.

import { invalid, required } from "../../registry/field-error.ts";
import type { FieldError } from "../../registry/kind.ts";
import { type Definition, isProtectedGroup } from "./definition.ts";

export const APPROVAL_ANNOTATION = "api-approved.kubernetes.io";

export interface Approval {
  readonly kind: "approved" | "bypassed" | "missing" | "invalid";
  readonly text: string;
}

/** Undefined where the group is open to everybody. */
export function approvalOf({ metadata, spec }: Definition): Approval | undefined {
  if (!isProtectedGroup(spec.group)) return undefined;
  const annotation = metadata.annotations?.[APPROVAL_ANNOTATION] ?? "";
  const demand = `protected groups must have approval annotation ${JSON.stringify(APPROVAL_ANNOTATION)}`;
  const see = "see https://github.com/kubernetes/enhancements/pull/1111";
  if (annotation === "") return { kind: "missing", text: `${demand}, ${see}` };
  if (annotation.startsWith("unapproved"))
    return { kind: "bypassed", text: `not approved: ${JSON.stringify(annotation)}` };
  if (/^[a-zA-Z][\w+.-]*:\/\/[^/?#]+/.test(annotation)) return { kind: "approved", text: `approved in ${annotation}` };
  return { kind: "invalid", text: `${demand} with either a URL or a reason starting with "unapproved", ${see}` };
}

/** What was so before may stay so. */
export function approvalErrors(next: Definition, previous: Definition | undefined): FieldError[] {
  const approval = approvalOf(next);
  if (approval === undefined || (previous !== undefined && approvalOf(previous)?.kind === approval.kind)) return [];
  const field = `metadata.annotations[${APPROVAL_ANNOTATION}]`;
  if (approval.kind === "missing") return [required(field, approval.text)];
  if (approval.kind !== "invalid") return [];
  return [invalid(field, next.metadata.annotations?.[APPROVAL_ANNOTATION] ?? "", approval.text)];
}

// The objects that a policy takes its parameters from.

import { matchesSelector } from "../../../../api/selector.ts";
import type { AnyObject } from "../../../../api/types.ts";
import type { Attributes } from "../plugin.ts";
import type { Binding, Policy } from "./policy-types.ts";

export type FoundParams =
  /** One evaluation each; undefined where the policy takes none. */
  | { readonly kind: "params"; readonly all: readonly (AnyObject | undefined)[] }
  | { readonly kind: "fault"; readonly text: string };

export function paramsOf({ spec }: Policy, binding: Binding, attributes: Attributes): FoundParams {
  const { paramKind } = spec;
  const { paramRef } = binding.spec;
  if (paramKind === undefined) return { kind: "params", all: [undefined] };
  const { apiVersion = "", kind = "" } = paramKind;
  const resource = attributes.core.resources
    .all()
    .find((each) => each.apiVersion === apiVersion && each.info.kind === kind);
  if (resource === undefined) {
    const gvk = `${apiVersion.includes("/") ? apiVersion : `/${apiVersion}`}, Kind=${kind}`;
    return {
      kind: "fault",
      text: `failed to configure policy: failed to find resource referenced by paramKind: '${gvk}'`,
    };
  }
  if (paramRef === undefined) return { kind: "params", all: [undefined] };
  const where = resource.info.namespaced ? paramRef.namespace || attributes.namespace : undefined;
  if (resource.info.namespaced && where === undefined) {
    const text = "cannot use namespaced paramRef in policy binding that matches cluster-scoped resources";
    return { kind: "fault", text: `failed to configure binding: ${text}` };
  }
  const all = attributes.core.storage
    .list(resource, where)
    .map((entry) => entry.value)
    .filter(({ metadata }) =>
      paramRef.name ? metadata.name === paramRef.name : matchesSelector(paramRef.selector, metadata.labels ?? {}),
    );
  if (all.length > 0) return { kind: "params", all };
  if (paramRef.parameterNotFoundAction === "Allow") return { kind: "params", all: [] };
  const text = "no params found for policy binding with `Deny` parameterNotFoundAction";
  return { kind: "fault", text: `failed to configure binding: ${text}` };
}

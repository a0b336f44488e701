// Runs the admission plugins in their order: first all that change, then all that judge.

import type { AnyObject, Draft } from "../../../api/types.ts";
import { escalationCheck } from "../authorization/escalation.ts";
import type { Scope } from "../core.ts";
import { certificateSigners } from "./certificates.ts";
import { claimResize } from "./claim-resize.ts";
import { defaultIngressClass, defaultStorageClass, runtimeClass, storageProtection } from "./default-classes.ts";
import { defaultTolerations } from "./default-tolerations.ts";
import { limitRanger } from "./limit-ranger.ts";
import { namespaceLifecycle } from "./namespace-lifecycle.ts";
import { type AdmissionPlugin, type Attributes, resourceNameOf } from "./plugin.ts";
import { podSecurity } from "./pod-security.ts";
import { validatingPolicies } from "./policies/validating-policies.ts";
import { callMutatingWebhooks, mutatingWebhooks, validatingWebhooks } from "./policies/webhooks.ts";
import { priorityPlugin } from "./priority.ts";
import { resourceQuota } from "./resource-quota.ts";
import { serviceAccountPlugin } from "./service-account.ts";

// Quota comes last: what it books, nobody else may refuse any more.
const PLUGINS: readonly AdmissionPlugin[] = [
  escalationCheck,
  namespaceLifecycle,
  limitRanger,
  serviceAccountPlugin,
  podSecurity,
  priorityPlugin,
  defaultTolerations,
  defaultStorageClass,
  storageProtection,
  claimResize,
  runtimeClass,
  defaultIngressClass,
  certificateSigners,
  mutatingWebhooks,
  validatingPolicies,
  validatingWebhooks,
  resourceQuota,
];

export interface AdmissionChain {
  mutate(draft: Draft<AnyObject>): void;
  validate(object: AnyObject | undefined): void;
}

export function admissionChain(
  scope: Scope,
  operation: Attributes["operation"],
  previous: AnyObject | undefined,
): AdmissionChain {
  const attributes = attributesOf(scope, operation, previous);
  // Before a name is generated, the prefix stands for it.
  const nameOf = (object: AnyObject | undefined): string =>
    object?.metadata.name || object?.metadata.generateName || previous?.metadata.name || "";
  return {
    mutate: (draft) => {
      const object = draft as AnyObject;
      const incoming = { ...attributes, name: nameOf(object), object };
      for (const plugin of PLUGINS) plugin.mutate?.(incoming, draft);
    },
    validate: (object) => {
      const final = { ...attributes, name: nameOf(object), object };
      for (const plugin of PLUGINS) plugin.validate?.(final);
    },
  };
}

function attributesOf(scope: Scope, operation: Attributes["operation"], previous: AnyObject | undefined) {
  return {
    core: scope.core,
    scope,
    operation,
    resource: scope.resource,
    resourceName: resourceNameOf(scope.resource),
    subresource: scope.info.subresource,
    namespace: scope.namespace,
    previous,
  };
}

/** Of an object that goes nothing is left to change: those alone are asked who judge deletions. */
export function judgeDeletion(scope: Scope, previous: AnyObject): void {
  const { name } = previous.metadata;
  const attributes = { ...attributesOf(scope, "DELETE", previous), name, object: undefined };
  callMutatingWebhooks(attributes);
  for (const plugin of [validatingPolicies, validatingWebhooks]) plugin.validate?.(attributes);
}

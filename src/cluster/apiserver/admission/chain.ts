// Runs the admission plugins in their order: first all that change, then all that judge.

import type { AnyObject, Draft } from "../../../api/types.ts";
import type { Scope } from "../core.ts";
import { type AdmissionPlugin, type Attributes, resourceNameOf } from "./plugin.ts";
import { namespaceLifecycle } from "./namespace-lifecycle.ts";

const PLUGINS: readonly AdmissionPlugin[] = [namespaceLifecycle];

export interface AdmissionChain {
  mutate(draft: Draft<AnyObject>): void;
  validate(object: AnyObject | undefined): void;
}

export function admissionChain(scope: Scope, operation: Attributes["operation"], name: string, previous: AnyObject | undefined): AdmissionChain {
  const attributes = {
    core: scope.core,
    scope,
    operation,
    resource: scope.resource,
    resourceName: resourceNameOf(scope.resource),
    subresource: scope.info.subresource,
    namespace: scope.namespace,
    name,
    previous,
  };
  return {
    mutate: (draft) => {
      for (const plugin of PLUGINS) plugin.mutate?.({ ...attributes, object: draft as AnyObject }, draft);
    },
    validate: (object) => {
      for (const plugin of PLUGINS) plugin.validate?.({ ...attributes, object });
    },
  };
}

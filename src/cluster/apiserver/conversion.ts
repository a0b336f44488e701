// Two resources can show the same objects in different versions: how they are turned into the stored version and back.

import type { AnyObject } from "../../api/types.ts";
import { eventFromCore, eventToCore, horizontalFromV2, horizontalToV2 } from "./conversion-views.ts";
import type { Scope } from "./core.ts";
import type { ServedResource } from "./resource-table.ts";
import { asShown } from "./storage.ts";
import type { DraftObject } from "./verbs/body.ts";

interface View {
  toStored(object: AnyObject): AnyObject;
  fromStored(object: AnyObject): AnyObject;
}

const VIEWS: Readonly<Record<string, View>> = {
  "events.events.k8s.io": { toStored: eventToCore, fromStored: eventFromCore },
  "horizontalpodautoscalers.autoscaling": { toStored: horizontalToV2, fromStored: horizontalFromV2 },
};

function viewOf(resource: ServedResource): View | undefined {
  return resource.storedAs === undefined ? undefined : VIEWS[`${resource.info.resource}.${resource.info.group}`];
}

/** The write as it concerns the stored resource. */
export function storedForm(scope: Scope, draft: DraftObject): { readonly scope: Scope; readonly draft: DraftObject } {
  const view = viewOf(scope.resource);
  if (view === undefined || scope.resource.storedAs === undefined) return { scope, draft };
  return {
    scope: { ...scope, resource: scope.resource.storedAs },
    draft: view.toStored(draft as AnyObject) as DraftObject,
  };
}

/** A stored object as the resource shows it. */
export function shownForm(resource: ServedResource, object: AnyObject): AnyObject {
  if (resource.isCustom) return asShown(resource, object);
  if (object.apiVersion === resource.apiVersion) return object;
  return viewOf(resource)?.fromStored(object) ?? object;
}

// What an admission plugin is: it may change an object on its way in, and then it may say no.

import type { AnyObject, Draft } from "../../../api/types.ts";
import type { Core, Scope } from "../core.ts";
import type { ServedResource } from "../resource-table.ts";

export interface Attributes {
  readonly core: Core;
  readonly scope: Scope;
  readonly operation: "CREATE" | "UPDATE" | "DELETE";
  readonly resource: ServedResource;
  /** As `pods` or `deployments.apps`. */
  readonly resourceName: string;
  readonly subresource: string;
  readonly namespace: string | undefined;
  readonly name: string;
  /** The new version; undefined for a delete. */
  readonly object: AnyObject | undefined;
  readonly previous: AnyObject | undefined;
}

export interface AdmissionPlugin {
  readonly name: string;
  /** Changes the draft. */
  mutate?(attributes: Attributes, draft: Draft<AnyObject>): void;
  /** Throws ApiError where the request may not pass. */
  validate?(attributes: Attributes): void;
}

export function resourceNameOf({ info }: ServedResource): string {
  return info.group === "" ? info.resource : `${info.resource}.${info.group}`;
}

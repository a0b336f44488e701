// ControllerRevisions: the pod templates that a StatefulSet or DaemonSet has had, so that it can tell pods apart and go back.

import type { ControllerRevision, KubeObject, PodTemplateSpec } from "../../api/types.ts";
import { safeHash } from "../../sim/ids.ts";
import type { Client } from "../client/client.ts";
import { keyOf } from "../client/informer.ts";
import { resources } from "../client/resources.ts";
import { canonicalJson, deepEqual } from "./deep-equal.ts";
import { controllerReference, ignoringNotFound, isControlledBy } from "./ownership.ts";

export const REVISION_HASH = "controller-revision-hash";

export interface RevisionOwner {
  readonly owner: KubeObject;
  readonly template: PodTemplateSpec;
  readonly collisionCount: number;
  /** The label under which the hash stands on the revision. */
  readonly hashLabel: string;
}

/** The revision of the present template, made or brought to the front as needed; and all of them, oldest first. */
export function syncRevisions(client: Client, all: readonly ControllerRevision[], wanted: RevisionOwner) {
  const { owner, template } = wanted;
  const own = all.filter((revision) => isControlledBy(revision, owner)).sort((a, b) => a.revision - b.revision);
  const data = { spec: { template: { ...template, $patch: "replace" } } };
  const equal = own.findLast((revision) => deepEqual((revision as { data?: unknown }).data, data));
  const last = own.at(-1)?.revision ?? 0;
  if (equal !== undefined && equal.revision === last) return { update: equal, own };
  const update =
    equal === undefined ? createRevision(client, wanted, data, last + 1) : bringForward(client, equal, last + 1);
  return { update, own: [...own.filter((revision) => revision.metadata.name !== update.metadata.name), update] };
}

function bringForward(client: Client, equal: ControllerRevision, revision: number): ControllerRevision {
  return client.patch<ControllerRevision>(resources.controllerrevisions, keyOf(equal), { revision });
}

function createRevision(
  client: Client,
  { owner, template, collisionCount, hashLabel }: RevisionOwner,
  data: object,
  revision: number,
): ControllerRevision {
  const hash = safeHash(`${canonicalJson(template)}${collisionCount || ""}`);
  const { name, namespace = "", annotations } = owner.metadata;
  return client.create<ControllerRevision>(resources.controllerrevisions, {
    apiVersion: "apps/v1",
    kind: "ControllerRevision",
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels: { ...template.metadata?.labels, [hashLabel]: hash },
      ...(annotations === undefined ? {} : { annotations }),
      ownerReferences: [controllerReference(owner)],
    },
    data,
    revision,
  });
}

/** The template that a revision keeps. */
export function templateOf(revision: ControllerRevision): PodTemplateSpec {
  const { spec } = (revision as unknown as { data: { spec: { template: PodTemplateSpec & { $patch?: string } } } })
    .data;
  const { $patch: _, ...template } = spec.template;
  return template;
}

/** Deletes what no pod uses any more, beyond the limit. */
export function trimRevisions(
  client: Client,
  own: readonly ControllerRevision[],
  live: ReadonlySet<string>,
  limit: number,
): void {
  const unused = own.filter((revision) => !live.has(revision.metadata.name));
  for (const revision of unused.slice(0, Math.max(0, unused.length - limit))) {
    ignoringNotFound(() => client.delete(resources.controllerrevisions, keyOf(revision)));
  }
}

// ControllerRevisions: the pod templates that a StatefulSet or DaemonSet has had, so that it can tell pods apart and go back.

import { type LabelSelectorObject, matchesSelector } from "../../api/selector.ts";
import { ApiError } from "../../api/status.ts";
import type { ControllerRevision, KubeObject, PodTemplateSpec } from "../../api/types.ts";
import { safeHash } from "../../sim/ids.ts";
import type { Client, NewObject } from "../client/client.ts";
import { keyOf } from "../client/informer.ts";
import { resources } from "../client/resources.ts";
import { canonicalJson, deepEqual } from "./deep-equal.ts";
import { claim, controllerOf, controllerReference, ignoringNotFound, isControlledBy } from "./ownership.ts";

export const REVISION_HASH = "controller-revision-hash";

export interface RevisionOwner {
  readonly owner: KubeObject;
  readonly template: PodTemplateSpec;
  readonly selector: LabelSelectorObject;
  readonly collisionCount: number;
  /** The label under which the hash stands on the revision. */
  readonly hashLabel: string;
}

interface Revisions {
  readonly update: ControllerRevision;
  /** All of the owner's, oldest first. */
  readonly own: readonly ControllerRevision[];
  /** Counted up where another object had the name that the hash gives. */
  readonly collisionCount: number;
}

/** The revision of the present template, made or brought to the front as needed; and all of them. Takes over those that an
 * owner with the same selector has left behind. */
export function syncRevisions(client: Client, all: readonly ControllerRevision[], wanted: RevisionOwner): Revisions {
  const { owner, template, selector, collisionCount } = wanted;
  const own = claim(client, resources.controllerrevisions, owner, {
    owned: all.filter((revision) => isControlledBy(revision, owner)),
    orphans: all.filter((revision) => controllerOf(revision) === undefined),
    matches: (revision) => matchesSelector(selector, revision.metadata.labels),
  }).sort((a, b) => a.revision - b.revision);
  const data = { spec: { template: { ...template, $patch: "replace" } } };
  const equal = own.findLast((revision) => deepEqual((revision as { data?: unknown }).data, data));
  const last = own.at(-1)?.revision ?? 0;
  if (equal !== undefined && equal.revision === last) return { update: equal, own, collisionCount };
  const { update, collisions } =
    equal === undefined
      ? createRevision(client, wanted, data, last + 1)
      : { update: bringForward(client, equal, last + 1), collisions: 0 };
  const others = own.filter((revision) => revision.metadata.name !== update.metadata.name);
  return { update, own: [...others, update], collisionCount: collisionCount + collisions };
}

function bringForward(client: Client, equal: ControllerRevision, revision: number): ControllerRevision {
  return client.patch<ControllerRevision>(resources.controllerrevisions, keyOf(equal), { revision });
}

/** A name that is taken may be one's own, seen too late; otherwise a salt gives another name. */
function createRevision(
  client: Client,
  wanted: RevisionOwner,
  data: object,
  number: number,
): { readonly update: ControllerRevision; readonly collisions: number } {
  const { namespace } = wanted.owner.metadata;
  for (let collisions = 0; ; collisions++) {
    const body = newRevision(wanted, data, number, wanted.collisionCount + collisions);
    try {
      return { update: client.create<ControllerRevision>(resources.controllerrevisions, body), collisions };
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== "AlreadyExists") throw error;
      const key = { namespace, name: body.metadata.name ?? "" };
      const present = client.find<ControllerRevision>(resources.controllerrevisions, key);
      if (present === undefined) throw error;
      if (deepEqual((present as { data?: unknown }).data, data)) return { update: present, collisions };
    }
  }
}

function newRevision(
  { owner, template, hashLabel }: RevisionOwner,
  data: object,
  revision: number,
  collisionCount: number,
): NewObject<ControllerRevision> {
  const hash = safeHash(`${canonicalJson(template)}${collisionCount || ""}`);
  const { name, namespace = "", annotations } = owner.metadata;
  return {
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
  };
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

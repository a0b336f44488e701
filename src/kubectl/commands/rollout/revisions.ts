// The recorded revisions of a workload: ReplicaSets of a Deployment, ControllerRevisions of the others.

import { formatLabelSelector } from "../../../api/selector.ts";
import type {
  AnyObject,
  ControllerRevision,
  DaemonSet,
  Deployment,
  PodTemplateSpec,
  StatefulSet,
} from "../../../api/types.ts";
import { changeCauseOf, replicaSetsOf, revisionOf } from "../../deployment-revisions.ts";
import { readerOf } from "../../object-reader.ts";
import type { Session } from "../../session.ts";

export interface Revision {
  readonly number: number;
  readonly changeCause: string;
  /** The template as `rollout history --revision` shows it. */
  readonly template: PodTemplateSpec;
  /** The object that holds the revision. */
  readonly holder: AnyObject;
}

/** Sorted by number; undefined for a kind that keeps none. */
export async function revisionsOf(session: Session, object: AnyObject): Promise<readonly Revision[] | undefined> {
  const revisions = await collect(session, object);
  return revisions?.toSorted((a, b) => a.number - b.number);
}

async function collect(session: Session, object: AnyObject): Promise<Revision[] | undefined> {
  if (object.kind === "Deployment") return deploymentRevisions(session, object as unknown as Deployment);
  if (object.kind === "DaemonSet" || object.kind === "StatefulSet") {
    return controllerRevisions(session, object as unknown as DaemonSet | StatefulSet);
  }
  return undefined;
}

async function deploymentRevisions(session: Session, deployment: Deployment): Promise<Revision[]> {
  const { newest, old } = await replicaSetsOf(readerOf(session.client), deployment);
  const all = newest === undefined ? old : [...old, newest];
  return all
    .filter((replicaSet) => revisionOf(replicaSet) > 0)
    .map((replicaSet) => ({
      number: revisionOf(replicaSet),
      changeCause: changeCauseOf(replicaSet),
      template: replicaSet.spec.template ?? {},
      holder: replicaSet as unknown as AnyObject,
    }));
}

async function controllerRevisions(session: Session, owner: DaemonSet | StatefulSet): Promise<Revision[]> {
  const { namespace = "", uid } = owner.metadata;
  const labelSelector = formatLabelSelector(owner.spec.selector);
  const path = `/apis/apps/v1/namespaces/${namespace}/controllerrevisions`;
  const listed = await readerOf(session.client).list<ControllerRevision>(path, { labelSelector });
  return listed
    .filter(({ metadata }) => metadata.ownerReferences?.some((each) => each.controller === true && each.uid === uid))
    .map((revision) => ({
      number: revision.revision,
      changeCause: changeCauseOf(revision),
      template: templateIn(revision),
      holder: revision as unknown as AnyObject,
    }));
}

function templateIn(revision: ControllerRevision): PodTemplateSpec {
  const data = revision.data as { spec?: { template?: PodTemplateSpec & { $patch?: string } } } | undefined;
  const { $patch: _, ...template } = data?.spec?.template ?? {};
  return template;
}

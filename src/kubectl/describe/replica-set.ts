// Stands for `kubectl describe replicaset` and `replicationcontroller`.

import { formatLabelSelector } from "../../api/selector.ts";
import type { ReplicaSet, ReplicationController } from "../../api/types.ts";
import { writeConditions } from "./conditions.ts";
import type { DescribeContext } from "./context.ts";
import { DescriptionWriter } from "./description-writer.ts";
import { subjectOf, writeEventsOf } from "./events.ts";
import { writeMarks, writeName } from "./header.ts";
import { formatLabels, formatSelector } from "./labels.ts";
import { writeController } from "./owner.ts";
import { podCounts } from "./pod-counts.ts";
import { writePodTemplate } from "./pod-template.ts";

export async function describeReplicaSet(replicaSet: ReplicaSet, context: DescribeContext): Promise<string> {
  const { spec } = replicaSet;
  const counts = await podCounts(context.reader, replicaSet, formatLabelSelector(spec.selector)).catch(
    (error: Error) => `error in fetching pods: ${error.message}`,
  );
  return describeReplicas(replicaSet, formatSelector(spec.selector), counts, context);
}

export async function describeReplicationController(
  controller: ReplicationController,
  context: DescribeContext,
): Promise<string> {
  const { selector } = controller.spec;
  const counts = await podCounts(context.reader, controller, formatLabelSelector({ matchLabels: selector ?? {} }));
  return describeReplicas(controller, formatLabels(selector), counts, context);
}

async function describeReplicas(
  owner: ReplicaSet | ReplicationController,
  selector: string,
  counts: string,
  context: DescribeContext,
): Promise<string> {
  const writer = new DescriptionWriter();
  const { spec, status } = owner;
  writeName(writer, owner);
  writer.field(0, "Selector", selector);
  writeMarks(writer, owner);
  if (owner.kind === "ReplicaSet") writeController(writer, owner);
  writer.field(0, "Replicas", `${status?.replicas ?? 0} current / ${spec.replicas ?? 1} desired`);
  writer.field(0, "Pods Status", counts);
  writePodTemplate(writer, spec.template);
  writeConditions(writer, status?.conditions);
  await writeEventsOf(writer, [subjectOf(owner)], context);
  return writer.text();
}

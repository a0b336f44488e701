// Stands for `kubectl describe deployment`.

import { formatLabelSelector } from "../../api/selector.ts";
import type { Deployment, ReplicaSet } from "../../api/types.ts";
import { replicaSetsOf } from "../deployment-revisions.ts";
import { StatusError } from "../errors.ts";
import { writeConditions } from "./conditions.ts";
import type { DescribeContext } from "./context.ts";
import { DescriptionWriter } from "./description-writer.ts";
import { subjectOf, writeEventsOf } from "./events.ts";
import { writeMarks, writeName } from "./header.ts";
import { formatInstant } from "./instant.ts";
import { writePodTemplate } from "./pod-template.ts";

export async function describeDeployment(deployment: Deployment, context: DescribeContext): Promise<string> {
  const writer = new DescriptionWriter();
  const { metadata, spec, status } = deployment;
  writeName(writer, deployment);
  writer.field(0, "CreationTimestamp", formatInstant(metadata.creationTimestamp));
  writeMarks(writer, deployment);
  writer.field(0, "Selector", formatLabelSelector(spec.selector));
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0, unavailableReplicas = 0 } = status ?? {};
  writer.field(
    0,
    "Replicas",
    `${spec.replicas ?? 1} desired | ${updatedReplicas} updated | ${replicas} total | ${availableReplicas} available | ${unavailableReplicas} unavailable`,
  );
  writer.field(0, "StrategyType", spec.strategy?.type ?? "");
  writer.field(0, "MinReadySeconds", spec.minReadySeconds ?? 0);
  const rolling = spec.strategy?.rollingUpdate;
  if (rolling) {
    const { maxUnavailable, maxSurge } = rolling;
    writer.field(
      0,
      "RollingUpdateStrategy",
      `${String(maxUnavailable)} max unavailable, ${String(maxSurge)} max surge`,
    );
  }
  writePodTemplate(writer, spec.template);
  writeConditions(writer, status?.conditions);
  await writeReplicaSets(writer, deployment, context);
  await writeEventsOf(writer, [subjectOf(deployment)], context);
  return writer.text();
}

async function writeReplicaSets(
  writer: DescriptionWriter,
  deployment: Deployment,
  { reader }: DescribeContext,
): Promise<void> {
  try {
    const { newest, old } = await replicaSetsOf(reader, deployment);
    if (newest === undefined && old.length === 0) return;
    writer.field(0, "OldReplicaSets", formatReplicaSets(old));
    writer.field(0, "NewReplicaSet", formatReplicaSets(newest === undefined ? [] : [newest]));
  } catch (error) {
    // Who may see the Deployment but not its ReplicaSets sees the rest.
    if (!(error instanceof StatusError)) throw error;
  }
}

function formatReplicaSets(replicaSets: readonly ReplicaSet[]): string {
  const texts = replicaSets.map(
    ({ metadata, spec, status }) =>
      `${metadata.name} (${status?.replicas ?? 0}/${spec.replicas ?? 0} replicas created)`,
  );
  return texts.length === 0 ? "<none>" : texts.join(", ");
}

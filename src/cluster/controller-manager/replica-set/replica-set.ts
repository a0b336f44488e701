// The two kinds that are kept by the same controller.

import { matchesPairs, matchesSelector } from "../../../api/selector.ts";
import type { ReplicaSet, ReplicationController } from "../../../api/types.ts";
import { ObjectIndex } from "../../client/object-index.ts";
import { resources } from "../../client/resources.ts";
import type { ControllerContext } from "../controller.ts";
import { controllerOf } from "../ownership.ts";
import { startReplicaController } from "./replica-controller.ts";

export function startReplicaSets(context: ControllerContext): void {
  const replicaSets = context.informers.of<ReplicaSet>(resources.replicasets);
  const byController = new ObjectIndex(replicaSets, (rs) => [controllerOf(rs)?.uid ?? ""]);
  startReplicaController<ReplicaSet>(context, {
    kind: "ReplicaSet",
    resource: resources.replicasets,
    component: "replicaset-controller",
    matches: (rs, labels) => matchesSelector(rs.spec.selector, labels),
    template: (rs) => rs.spec.template ?? {},
    replicas: (rs) => rs.spec.replicas ?? 1,
    minReadySeconds: (rs) => rs.spec.minReadySeconds ?? 0,
    status: (rs) => rs.status,
    withStatus: (rs, status) => ({ ...rs, status }),
    related: (rs) => {
      const deployment = controllerOf(rs);
      const siblings = deployment === undefined ? [] : byController.get(deployment.uid);
      return siblings.map((sibling) => sibling.metadata.uid).filter((uid) => uid !== rs.metadata.uid);
    },
  });
}

export function startReplicationControllers(context: ControllerContext): void {
  startReplicaController<ReplicationController>(context, {
    kind: "ReplicationController",
    resource: resources.replicationcontrollers,
    component: "replication-controller",
    matches: (rc, labels) => matchesPairs(rc.spec.selector, labels),
    template: (rc) => rc.spec.template ?? {},
    replicas: (rc) => rc.spec.replicas ?? 1,
    minReadySeconds: (rc) => rc.spec.minReadySeconds ?? 0,
    status: (rc) => rc.status,
    withStatus: (rc, status) => ({ ...rc, status }),
    related: () => [],
  });
}

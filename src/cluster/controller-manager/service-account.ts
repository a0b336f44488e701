// Stands for the serviceaccount and root-ca publisher controllers: what every namespace finds in itself from the beginning.

import type { ConfigMap, Namespace, ServiceAccount } from "../../api/types.ts";
import { resources } from "../client/resources.ts";
import type { ReconcileResult } from "../client/work-queue.ts";
import type { ControllerContext } from "./controller.ts";

/** Keeps a ServiceAccount `default` in every namespace. */
export function startServiceAccounts(context: ControllerContext): void {
  const { client } = context;
  const namespaces = context.informers.of<Namespace>(resources.namespaces);
  const accounts = context.informers.of<ServiceAccount>(resources.serviceaccounts);
  const queue = context.queue(reconcile);
  namespaces.onChange((next) => next !== undefined && queue.add(next.metadata.name));
  accounts.onChange((next, previous) => {
    if (next === undefined && previous?.metadata.name === "default") queue.add(previous.metadata.namespace ?? "");
  });

  function reconcile(namespace: string): ReconcileResult {
    if (!isOpen(namespaces.get({ name: namespace })) || accounts.get({ namespace, name: "default" }) !== undefined)
      return {};
    client.create<ServiceAccount>(resources.serviceaccounts, {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "default", namespace },
    });
    return {};
  }
}

const ROOT_CA = "kube-root-ca.crt";

/** Keeps the certificate by which pods know the API server in every namespace. */
export function startRootCaPublisher(certificate: string): (context: ControllerContext) => void {
  return (context) => {
    const { client } = context;
    const namespaces = context.informers.of<Namespace>(resources.namespaces);
    const configMaps = context.informers.of<ConfigMap>(resources.configmaps);
    const queue = context.queue(reconcile);
    namespaces.onChange((next) => next !== undefined && queue.add(next.metadata.name));
    configMaps.onChange((next, previous) => {
      const changed = next ?? previous;
      if (changed?.metadata.name === ROOT_CA) queue.add(changed.metadata.namespace ?? "");
    });

    function reconcile(namespace: string): ReconcileResult {
      if (!isOpen(namespaces.get({ name: namespace }))) return {};
      const present = configMaps.get({ namespace, name: ROOT_CA });
      if (present === undefined) create(namespace);
      else if (present.data?.["ca.crt"] !== certificate) {
        client.update<ConfigMap>(resources.configmaps, { ...present, data: { "ca.crt": certificate } });
      }
      return {};
    }

    function create(namespace: string): void {
      const description =
        "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service " +
        "IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.";
      client.create<ConfigMap>(resources.configmaps, {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: ROOT_CA, namespace, annotations: { "kubernetes.io/description": description } },
        data: { "ca.crt": certificate },
      });
    }
  };
}

function isOpen(namespace: Namespace | undefined): boolean {
  return namespace !== undefined && namespace.metadata.deletionTimestamp === undefined;
}

// Stands for the ServiceAccount plugin: every pod has an account, and its token within reach.

import { ApiError, forbidden } from "../../../api/status.ts";
import type { Draft, Pod, ServiceAccount } from "../../../api/types.ts";
import { nameSuffix } from "../../../sim/ids.ts";
import type { AdmissionPlugin, Attributes } from "./plugin.ts";

const MOUNT_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";
const DEFAULT_NAME = "default";
// A little more than an hour, by which the kubelet knows that this token is the automatic one.
const TOKEN_SECONDS = 3607;
const DEFAULT_MODE = 420;

export const serviceAccountPlugin: AdmissionPlugin = {
  name: "ServiceAccount",
  mutate(attributes, draft) {
    if (attributes.operation !== "CREATE" || attributes.resourceName !== "pods" || attributes.subresource !== "")
      return;
    const pod = draft as unknown as Draft<Pod>;
    // A static pod's mirror runs without the API.
    if (pod.metadata.annotations?.["kubernetes.io/config.mirror"] !== undefined) return;
    const name = pod.spec.serviceAccountName || DEFAULT_NAME;
    pod.spec.serviceAccountName = name;
    pod.spec.serviceAccount = name;
    const account = accountOf(attributes, name);
    if (!pod.spec.imagePullSecrets?.length && account?.imagePullSecrets?.length) {
      pod.spec.imagePullSecrets = account.imagePullSecrets.map((each) => ({ ...each }));
    }
    if (pod.spec.automountServiceAccountToken ?? account?.automountServiceAccountToken ?? true)
      mountToken(attributes, pod);
  },
};

function accountOf({ core, namespace, name: podName, resource }: Attributes, name: string): ServiceAccount | undefined {
  const accounts = core.resources.named("serviceaccounts");
  const found = accounts && core.storage.find(accounts, namespace, name);
  // The real server waits a moment for the default account of a namespace that is just being made.
  if (found === undefined && name !== DEFAULT_NAME) {
    const text = `error looking up service account ${namespace}/${name}: serviceaccount ${JSON.stringify(name)} not found`;
    throw new ApiError(forbidden(resource.groupResource, podName, text));
  }
  return found as unknown as ServiceAccount | undefined;
}

function mountToken({ core }: Attributes, pod: Draft<Pod>): void {
  const volumes = pod.spec.volumes ?? [];
  const existing = volumes.find(({ name = "" }) => name.startsWith("kube-api-access-"))?.name;
  const volume = existing ?? `kube-api-access-${nameSuffix(core.random)}`;
  let isMounted = false;
  for (const container of [...(pod.spec.initContainers ?? []), ...pod.spec.containers]) {
    const mounts = container.volumeMounts ?? [];
    if (mounts.some(({ mountPath }) => mountPath === MOUNT_PATH)) continue;
    container.volumeMounts = [...mounts, { mountPath: MOUNT_PATH, name: volume, readOnly: true }];
    isMounted = true;
  }
  if (isMounted && existing === undefined) pod.spec.volumes = [...volumes, tokenVolume(volume)];
}

function tokenVolume(name: string): Draft<NonNullable<Pod["spec"]["volumes"]>[number]> {
  return {
    name,
    projected: {
      defaultMode: DEFAULT_MODE,
      sources: [
        { serviceAccountToken: { expirationSeconds: TOKEN_SECONDS, path: "token" } },
        { configMap: { items: [{ key: "ca.crt", path: "ca.crt" }], name: "kube-root-ca.crt" } },
        {
          downwardAPI: {
            items: [{ fieldRef: { apiVersion: "v1", fieldPath: "metadata.namespace" }, path: "namespace" }],
          },
        },
      ],
    },
  };
}

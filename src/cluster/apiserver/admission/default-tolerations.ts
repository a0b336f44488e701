// Stands for DefaultTolerationSeconds: pods stay five minutes on a node that is in trouble.

import type { Draft, Pod, Toleration } from "../../../api/types.ts";
import type { AdmissionPlugin } from "./plugin.ts";

const TAINTS = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];
const SECONDS = 300;

export const defaultTolerations: AdmissionPlugin = {
  name: "DefaultTolerationSeconds",
  mutate({ operation, resourceName, subresource }, draft) {
    if (operation === "DELETE" || resourceName !== "pods" || subresource !== "") return;
    const pod = draft as unknown as Draft<Pod>;
    const tolerations = pod.spec.tolerations ?? [];
    const missing = TAINTS.filter((key) => !tolerations.some((each) => tolerates(each, key)));
    if (missing.length === 0) return;
    const added = missing.map((key) => ({ effect: "NoExecute", key, operator: "Exists", tolerationSeconds: SECONDS }));
    pod.spec.tolerations = [...tolerations, ...added];
  },
};

function tolerates({ key, effect }: Toleration, taint: string): boolean {
  return (key === taint || !key) && (effect === "NoExecute" || !effect);
}

// What each subresource takes and answers, and with which verbs.

import type { ResourceInfo } from "../../../api/catalogue.ts";

export interface SubresourceInfo {
  readonly name: string;
  /** Empty group and version: those of the resource itself. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly verbs: readonly string[];
}

const READ_WRITE = ["get", "patch", "update"];
const PROXY = ["create", "delete", "get", "patch", "update"];

export function subresourcesOf(info: ResourceInfo): readonly SubresourceInfo[] {
  return (info.subresources ?? []).map((name) => describe(info, name));
}

function describe({ kind }: ResourceInfo, name: string): SubresourceInfo {
  const own = (verbs: readonly string[], of = kind): SubresourceInfo => ({
    name,
    group: "",
    version: "",
    kind: of,
    verbs,
  });
  switch (name) {
    case "scale":
      return { name, group: "autoscaling", version: "v1", kind: "Scale", verbs: READ_WRITE };
    case "eviction":
      return { name, group: "policy", version: "v1", kind: "Eviction", verbs: ["create"] };
    case "token":
      return { name, group: "authentication.k8s.io", version: "v1", kind: "TokenRequest", verbs: ["create"] };
    case "binding":
      return own(["create"], "Binding");
    case "attach":
      return own(["create", "get"], "PodAttachOptions");
    case "exec":
      return own(["create", "get"], "PodExecOptions");
    case "portforward":
      return own(["create", "get"], "PodPortForwardOptions");
    case "proxy":
      return own(PROXY, `${kind}ProxyOptions`);
    case "log":
      return own(["get"]);
    case "finalize":
      return own(["update"]);
    default:
      return own(READ_WRITE);
  }
}

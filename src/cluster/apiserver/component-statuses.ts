// ComponentStatuses: deprecated, never stored, and made up for each answer by asking the control plane how it is.

import type { ApiResponse } from "../../api/request.ts";
import { ApiError, notFound } from "../../api/status.ts";
import type { AnyObject } from "../../api/types.ts";
import type { Core, Scope } from "./core.ts";
import { objectFilter } from "./object-filter.ts";
import { presentation } from "./presentation.ts";

interface Checked {
  readonly name: string;
  /** The program behind it; etcd is as well as the API server that asks. */
  readonly component?: string;
  readonly port?: number;
}

const CHECKED: readonly Checked[] = [
  { name: "scheduler", component: "kube-scheduler", port: 10259 },
  { name: "controller-manager", component: "kube-controller-manager", port: 10257 },
  { name: "etcd-0" },
];

export function answerComponentStatus(scope: Scope): ApiResponse {
  const { core, resource, request, info } = scope;
  const all = CHECKED.map((each) => statusOf(core, each));
  if (info.verb === "get") {
    const found = all.find(({ metadata }) => metadata.name === info.name);
    if (found === undefined) throw new ApiError(notFound(resource.groupResource, info.name));
    return { kind: "object", status: 200, body: presentation(scope).object(found) };
  }
  const filter = objectFilter(resource, request);
  const items = all.filter((each) => filter.matches(each));
  return { kind: "object", status: 200, body: presentation(scope).list(items, { resourceVersion: "" }) };
}

function statusOf({ isRunning }: Core, { name, component = "", port }: Checked): AnyObject {
  const isHealthy = component === "" || isRunning(component);
  const refused = `dial tcp 127.0.0.1:${port}: connect: connection refused`;
  const condition = isHealthy
    ? { type: "Healthy", status: "True", message: "ok" }
    : { type: "Healthy", status: "False", message: `Get "https://127.0.0.1:${port}/healthz": ${refused}` };
  const metadata = { name, creationTimestamp: null };
  return { kind: "ComponentStatus", apiVersion: "v1", metadata, conditions: [condition] } as unknown as AnyObject;
}

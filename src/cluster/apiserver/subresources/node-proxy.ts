// nodes/proxy: the few pages of a kubelet that are simulated.

import type { NodeUsage, UsageSample } from "../../../api/node-connection.ts";
import type { ApiResponse } from "../../../api/request.ts";
import { ApiError, failure, unsupported } from "../../../api/status.ts";
import type { Pod } from "../../../api/types.ts";
import { type Scope, stored } from "../core.ts";
import { sample } from "../request-counter.ts";
import { whyNoAnswer } from "./connect.ts";

const LIVES = new Set(["/healthz", "/healthz/ping", "/healthz/syncloop"]);

/** @param path below the kubelet's root. */
export function answerNode(scope: Scope, path: string): ApiResponse {
  const { core, resource, info } = scope;
  const [name = ""] = info.name.split(":");
  core.storage.get(resource, undefined, name);
  const kubelet = core.dialNode(name);
  if (kubelet === undefined) {
    const why = `error trying to reach service: dial tcp ${name}:10250: connect: ${whyNoAnswer(core, name)}`;
    throw new ApiError(failure(503, "ServiceUnavailable", why));
  }
  const page = path.replace(/\/$/, "");
  if (LIVES.has(page)) return text("ok");
  if (page === "/pods" || page === "/runningpods") return podList(scope, name);
  if (page === "/metrics") return text(kubeletMetrics(name, kubelet.usage()));
  if (page === "/metrics/resource") return text(resourceMetrics(kubelet.usage()));
  if (/^\/(metrics|stats|logs?|containerLogs|exec|run|configz|debug|checkpoint)\b/.test(page)) {
    throw new ApiError(unsupported(`the kubelet's ${page}`));
  }
  return { ...text("404 page not found\n"), status: 404 };
}

function text(body: string): ApiResponse {
  return { kind: "text", status: 200, contentType: "text/plain; charset=utf-8", body };
}

function podList({ core }: Scope, node: string): ApiResponse {
  const items = stored(core, "pods").filter((pod) => (pod as unknown as Pod).spec.nodeName === node);
  return { kind: "object", status: 200, body: { kind: "PodList", apiVersion: "v1", metadata: {}, items } };
}

function kubeletMetrics(node: string, { pods }: NodeUsage): string {
  const containers = pods.reduce((sum, pod) => sum + pod.containers.length, 0);
  return lines([
    "# TYPE kubelet_node_name gauge",
    sample("kubelet_node_name", { node }, 1),
    "# TYPE kubelet_running_pods gauge",
    `kubelet_running_pods ${pods.length}`,
    "# TYPE kubelet_running_containers gauge",
    sample("kubelet_running_containers", { container_state: "running" }, containers),
  ]);
}

/** What metrics-server reads of each kubelet. */
function resourceMetrics({ node, pods }: NodeUsage): string {
  const ofContainers = (metric: string, value: (each: UsageSample) => number): string[] =>
    pods.flatMap(({ namespace, name, containers }) =>
      containers.map((each) =>
        timed(sample(metric, { container: each.name, namespace, pod: name }, value(each)), each),
      ),
    );
  const seconds = ({ cpuMs }: UsageSample): number => cpuMs / 1000;
  const bytes = ({ memoryBytes }: UsageSample): number => memoryBytes;
  return lines([
    "# TYPE container_cpu_usage_seconds_total counter",
    ...ofContainers("container_cpu_usage_seconds_total", seconds),
    "# TYPE container_memory_working_set_bytes gauge",
    ...ofContainers("container_memory_working_set_bytes", bytes),
    "# TYPE node_cpu_usage_seconds_total counter",
    timed(`node_cpu_usage_seconds_total ${seconds(node)}`, node),
    "# TYPE node_memory_working_set_bytes gauge",
    timed(`node_memory_working_set_bytes ${bytes(node)}`, node),
  ]);
}

function timed(line: string, { at }: UsageSample): string {
  return `${line} ${at}`;
}

function lines(all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}

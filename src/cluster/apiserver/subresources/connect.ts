// log, exec, attach, portforward: the API server finds the pod's node and passes the request on to its kubelet.

import type { ExecOptions, LogOptions, NodeConnection } from "../../../api/node-connection.ts";
import { type ApiResponse, queryFlag, queryValue, queryValues } from "../../../api/request.ts";
import { ApiError, badRequest, failure, notFound } from "../../../api/status.ts";
import type { Node, Pod } from "../../../api/types.ts";
import type { Scope } from "../core.ts";
import { queryInteger } from "../query-options.ts";

export function podLogs(scope: Scope): ApiResponse {
  const pod = podOf(scope);
  const container = containerOf(scope, pod);
  const options = logOptions(scope, container);
  // Nobody has started it yet, so there is nothing to say.
  if (!pod.spec.nodeName) return { kind: "text", status: 200, body: "" };
  const path = `containerLogs/${pod.metadata.namespace}/${pod.metadata.name}/${container}`;
  const connection = dial(scope, pod, (address) => `Get "https://${address}/${path}": `);
  const logs = connection.logs(pod, options);
  return typeof logs === "string"
    ? { kind: "text", status: 200, body: logs }
    : { kind: "text-stream", status: 200, text: logs };
}

function logOptions({ request }: Scope, container: string): LogOptions {
  const sinceTime = queryValue(request.query, "sinceTime");
  const numbers = (["tailLines", "sinceSeconds", "limitBytes"] as const).flatMap((name) => {
    const value = queryInteger(request, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    container,
    follow: queryFlag(request.query, "follow"),
    previous: queryFlag(request.query, "previous"),
    timestamps: queryFlag(request.query, "timestamps"),
    ...Object.fromEntries(numbers),
    ...(sinceTime === undefined ? {} : { sinceTime: Date.parse(sinceTime) }),
  };
}

export function podExec(scope: Scope): ApiResponse {
  const { pod, connection, options } = streamTo(scope);
  const command = queryValues(scope.request.query, "command");
  if (command.length === 0) throw new ApiError(badRequest("you must specify at least 1 command for the container"));
  return { kind: "connection", status: 101, connection: connection.exec(pod, { ...options, command }) };
}

export function podAttach(scope: Scope): ApiResponse {
  const { pod, connection, options } = streamTo(scope);
  return { kind: "connection", status: 101, connection: connection.attach(pod, options) };
}

export function podPortForward(scope: Scope): ApiResponse {
  const pod = podOf(scope);
  const kubelet = connect(scope, pod);
  const port = queryValues(scope.request.query, "ports")[0] ?? queryValue(scope.request.query, "port");
  // Who names no port yet only asks whether the pod can be reached: the ports come later, one by one.
  if (port === undefined) return { kind: "text", status: 200, body: "" };
  return { kind: "connection", status: 101, connection: kubelet.portForward(pod, Number(port)) };
}

interface Stream {
  readonly pod: Pod;
  readonly connection: NodeConnection;
  readonly options: Omit<ExecOptions, "command">;
}

function streamTo(scope: Scope): Stream {
  const pod = podOf(scope);
  const container = containerOf(scope, pod);
  const { query } = scope.request;
  const options = {
    container,
    stdin: queryFlag(query, "stdin"),
    stdout: queryFlag(query, "stdout"),
    stderr: queryFlag(query, "stderr"),
    tty: queryFlag(query, "tty"),
  };
  return { pod, connection: connect(scope, pod), options };
}

function connect(scope: Scope, pod: Pod): NodeConnection {
  if (!pod.spec.nodeName) throw new ApiError(badRequest(`pod ${pod.metadata.name} does not have a host assigned`));
  return dial(scope, pod, () => "error dialing backend: ");
}

function podOf({ core, resource, namespace, info }: Scope): Pod {
  return core.storage.get(resource, namespace, info.name) as unknown as Pod;
}

function dial({ core }: Scope, pod: Pod, attempt: (address: string) => string): NodeConnection {
  const nodeName = pod.spec.nodeName ?? "";
  const connection = core.dialNode(nodeName);
  if (connection !== undefined) return connection;
  const nodes = core.resources.named("nodes");
  const node = nodes && (core.storage.find(nodes, undefined, nodeName) as unknown as Node | undefined);
  // The real server looks the node up on behalf of the pod, and says so.
  if (node === undefined) throw new ApiError(notFound({ group: "", resource: "pods" }, nodeName));
  const host = node.status?.addresses?.find((each) => each.type === "InternalIP")?.address ?? nodeName;
  const address = `${host}:10250`;
  throw new ApiError(
    failure(500, "", `${attempt(address)}dial tcp ${address}: connect: ${whyNoAnswer(core, nodeName)}`),
  );
}

/** A node without its kubelet refuses; of one without power nothing is heard. */
export function whyNoAnswer(core: Scope["core"], nodeName: string): string {
  return core.hasRoute(nodeName) ? "connection refused" : "no route to host";
}

/** The container that is meant; a pod with one needs not be told. */
function containerOf({ request }: Scope, { metadata, spec }: Pod): string {
  const named = queryValue(request.query, "container") ?? "";
  const names = spec.containers.map(({ name }) => name);
  const initNames = (spec.initContainers ?? []).map(({ name }) => name);
  const ephemeralNames = (spec.ephemeralContainers ?? []).map(({ name }) => name);
  if (named !== "") {
    if ([...names, ...initNames, ...ephemeralNames].includes(named)) return named;
    throw new ApiError(badRequest(`container ${named} is not valid for pod ${metadata.name}`));
  }
  const [only] = names;
  if (only !== undefined && names.length === 1) return only;
  const others = initNames.length === 0 ? "" : ` or one of the init containers: [${initNames.join(" ")}]`;
  const text = `a container name must be specified for pod ${metadata.name}, choose one of: [${names.join(" ")}]${others}`;
  throw new ApiError(badRequest(text));
}

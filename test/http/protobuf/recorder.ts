// Runs a real kubectl against a server that notes what it is sent, and answers just enough for kubectl to go on.

import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { catalogue } from "../../../src/api/catalogue.ts";
import { decodeProtobuf, type ProtobufTable } from "../../../src/http/protobuf/decode.ts";
import { emptyHome, execute, type Ran } from "../../kubectl/real-kubectl.ts";

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly contentType: string;
  readonly body: Buffer;
}

/** By path, what a GET finds. */
export type World = Readonly<Record<string, unknown>>;

const PROTOBUF = "application/vnd.kubernetes.protobuf";
const AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
const NOT_FOUND = { kind: "Status", apiVersion: "v1", status: "Failure", reason: "NotFound", code: 404 };

/** Everything but GETs that the command sends. */
export async function record(
  kubectl: string,
  args: readonly string[],
  world: World,
  table: ProtobufTable,
): Promise<{ readonly sent: readonly Sent[]; readonly ran: Ran }> {
  const sent: Sent[] = [];
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const { method = "GET" } = request;
    const contentType = request.headers["content-type"] ?? "";
    if (method !== "GET") sent.push({ method, path, contentType, body });
    const answer = method === "GET" ? found(path, world) : echo(contentType, body, table);
    const isDiscovery = path === "/api" || path === "/apis";
    const status = answer === undefined ? 404 : method === "POST" ? 201 : 200;
    response.writeHead(status, { "content-type": isDiscovery ? AGGREGATED : "application/json" });
    response.end(JSON.stringify(answer ?? NOT_FOUND));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return { ran: await execute(kubectl, ["--server", `http://127.0.0.1:${port}`, ...args], emptyHome()), sent };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** What kubectl would write to a file. */
export async function dryRun(kubectl: string, args: readonly string[], world: World, table: ProtobufTable) {
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  const asked = [...args.slice(0, end), "--dry-run=client", "--output=json", ...args.slice(end)];
  const { ran } = await record(kubectl, asked, world, table);
  if (ran.exitCode !== 0) throw new Error(ran.stderr);
  return JSON.parse(ran.stdout) as unknown;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function echo(contentType: string, body: Buffer, table: ProtobufTable): unknown {
  if (contentType === PROTOBUF) return decodeProtobuf(body, table);
  return body.length === 0 ? { kind: "Status", apiVersion: "v1", status: "Success" } : JSON.parse(body.toString());
}

function found(path: string, world: World): unknown {
  if (path === "/api" || path === "/apis") return discovery(path === "/api");
  if (path === "/api/v1") return { kind: "APIResourceList", groupVersion: "v1", resources: [podResource] };
  return world[path];
}

const podResource = { name: "pods", singularName: "pod", namespaced: true, kind: "Pod", verbs: ["get", "list"] };

function discovery(core: boolean): unknown {
  const versions = catalogue().filter(({ group }) => (group === "") === core);
  const items = [...new Set(versions.map(({ group }) => group))].map((group) => ({
    metadata: { name: group },
    versions: [...new Set(versions.filter((each) => each.group === group).map(({ version }) => version))].map(
      (version) => ({ version, resources: resourcesOf(group, version) }),
    ),
  }));
  return { kind: "APIGroupDiscoveryList", apiVersion: "apidiscovery.k8s.io/v2", metadata: {}, items };
}

const scale = {
  subresource: "scale",
  responseKind: { group: "autoscaling", version: "v1", kind: "Scale" },
  verbs: ["get", "patch", "update"],
};

function resourcesOf(group: string, version: string): unknown[] {
  return catalogue()
    .filter((each) => each.group === group && each.version === version)
    .map(({ kind, resource, singular, shortNames, verbs, namespaced, subresources = [] }) => ({
      resource,
      responseKind: { group, version, kind },
      scope: namespaced ? "Namespaced" : "Cluster",
      singularResource: singular,
      shortNames,
      verbs,
      subresources: subresources.filter((each) => each === "scale").map(() => scale),
    }));
}

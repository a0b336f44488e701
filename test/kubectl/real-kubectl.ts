// Runs a real kubectl 1.33, where the machine has one, against objects that a small server holds; ours gets the same objects.

import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, realpathSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { catalogue } from "../../src/api/catalogue.ts";
import type { ApiResponse, ApiTransport } from "../../src/api/request.ts";
import { matchesFields, matchesLabels, parseFieldSelector, parseLabelSelector } from "../../src/api/selector.ts";
import { notFound } from "../../src/api/status.ts";
import type { AnyObject } from "../../src/api/types.ts";

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** The path of a real kubectl 1.33: on the PATH, or beside what a `kubectl` there points to; undefined where there is none. */
export async function findRealKubectl(): Promise<string | undefined> {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const targets = folders.flatMap((folder) => folderOfTarget(join(folder, "kubectl")));
  const names = [...folders, ...targets].flatMap((folder) => [join(folder, "kubectl.1.33"), join(folder, "kubectl")]);
  for (const file of [process.env.KUBECTL_1_33 ?? "", ...names].filter((each) => existsSync(each))) {
    const { stdout } = await execute(file, ["version", "--client"], {});
    if (/Client Version: v1\.33\./.test(stdout)) return file;
  }
  return undefined;
}

export interface RealKubectl {
  /** As in `1.29`. */
  readonly version: string;
  /** As in 29. */
  readonly minor: number;
  readonly file: string;
}

const VERSIONS = [27, 28, 29, 30, 31, 32, 33];

/** One of each version that learners have, of those that this machine has: on the PATH, or beside what a `kubectl` there points to. */
export async function findRealKubectls(): Promise<readonly RealKubectl[]> {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => existsSync(folder));
  const all = [...new Set([...folders, ...folders.flatMap((folder) => folderOfTarget(join(folder, "kubectl")))])];
  const files = all.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /^kubectl([.-]?v?1\.\d+(\.\d+)?)?$/.test(name))
      .map((name) => join(folder, name)),
  );
  const found = new Map<number, RealKubectl>();
  for (const file of files) {
    const { stdout } = await execute(file, ["version", "--client", "-o", "json"], {});
    const minor = Number(/"gitVersion": "v1\.(\d+)\./.exec(stdout)?.[1]);
    if (VERSIONS.includes(minor) && !found.has(minor)) found.set(minor, { version: `1.${minor}`, minor, file });
  }
  return VERSIONS.flatMap((minor) => found.get(minor) ?? []);
}

function folderOfTarget(link: string): string[] {
  return existsSync(link) ? [dirname(realpathSync(link))] : [];
}

export function execute(file: string, args: readonly string[], env: Record<string, string>): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(file, [...args], { env: { PATH: process.env.PATH ?? "", ...env } }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 127;
      resolve({ stdout, stderr, exitCode: code });
    });
  });
}

/** Answers discovery, gets and lists from fixed objects. */
export function fixtureTransport(objects: readonly AnyObject[]): ApiTransport {
  return async ({ method, path, query }): Promise<ApiResponse> => {
    if (path === "/api" || path === "/apis") return { kind: "object", status: 200, body: discovery(path === "/api") };
    const parts = path.split("/").filter((part) => part !== "");
    const [group, rest] = parts[0] === "api" ? ["", parts.slice(2)] : [parts[1] ?? "", parts.slice(3)];
    const [namespace, target] =
      rest[0] === "namespaces" && rest.length > 2 ? [rest[1], rest.slice(2)] : [undefined, rest];
    const [resource = "", name] = target;
    const info = catalogue().find((each) => each.group === group && each.resource === resource);
    const all = objects.filter((object) => {
      const [ofGroup] = object.apiVersion.includes("/") ? object.apiVersion.split("/") : [""];
      return (
        ofGroup === group &&
        object.kind === info?.kind &&
        (namespace === undefined || object.metadata.namespace === namespace)
      );
    });
    if (method === "PATCH" || name !== undefined) {
      const found = all.find((object) => object.metadata.name === name);
      const missing = { kind: "object", status: 404, body: notFound({ group, resource }, name ?? "") } as const;
      return found === undefined ? missing : { kind: "object", status: 200, body: found };
    }
    const labels = parseLabelSelector(String(query.labelSelector ?? ""));
    const fields = parseFieldSelector(String(query.fieldSelector ?? ""));
    const valueIn = (object: AnyObject) => (field: string) => fieldText(object, field);
    const items = all.filter(
      (object) => matchesLabels(labels, object.metadata.labels) && matchesFields(fields, valueIn(object)),
    );
    const body = {
      apiVersion: parts.slice(parts[0] === "api" ? 1 : 1, parts[0] === "api" ? 2 : 3).join("/"),
      kind: `${info?.kind}List`,
      metadata: { resourceVersion: "1" },
      items,
    };
    return { kind: "object", status: 200, body };
  };
}

function fieldText(object: AnyObject, field: string): string {
  let value: unknown = object;
  for (const part of field.split(".")) value = (value as Record<string, unknown> | undefined)?.[part];
  return value === undefined ? "" : String(value);
}

function discovery(core: boolean): unknown {
  const groups = new Map<string, Map<string, unknown[]>>();
  for (const info of catalogue().filter(({ group }) => (group === "") === core)) {
    const versions = groups.get(info.group) ?? new Map<string, unknown[]>();
    groups.set(info.group, versions);
    const { group, version, kind, resource, singular, shortNames, categories, verbs, namespaced } = info;
    const entry = {
      resource,
      responseKind: { group, version, kind },
      scope: namespaced ? "Namespaced" : "Cluster",
      singularResource: singular,
      shortNames,
      categories,
      verbs,
    };
    versions.set(version, [...(versions.get(version) ?? []), entry]);
  }
  const items = [...groups].map(([name, versions]) => ({
    metadata: core ? {} : { name },
    versions: [...versions].map(([version, resources]) => ({ version, resources })),
  }));
  return { kind: "APIGroupDiscoveryList", apiVersion: "apidiscovery.k8s.io/v2", metadata: {}, items };
}

/** Serves the transport over http; resolves with its address and how to end it. */
export async function serve(transport: ApiTransport): Promise<{ url: string; close: () => void }> {
  const server: Server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const method = request.method === "PATCH" ? "PATCH" : "GET";
    const answer = await transport({ method, path: url.pathname, query: Object.fromEntries(url.searchParams) });
    const discovered = url.pathname === "/api" || url.pathname === "/apis";
    const type = discovered
      ? "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
      : "application/json";
    response.writeHead(answer.status, { "content-type": type });
    response.end(answer.kind === "object" ? JSON.stringify(answer.body) : "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** A home of its own, so that no kubeconfig or cache of the machine is seen. */
export function emptyHome(): Record<string, string> {
  const home = mkdtempSync(join(tmpdir(), "kubectl-home-"));
  return { HOME: home, KUBECONFIG: join(home, "none") };
}

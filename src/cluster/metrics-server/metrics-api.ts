// Stands for the API that metrics-server serves: get and list of what nodes and pods use.

import type { ResourceInfo, Verb } from "../../api/catalogue.ts";
import { type ApiHandler, type ApiRequest, type ApiResponse, queryValue } from "../../api/request.ts";
import { matchesFields, matchesLabels, parseFieldSelector, parseLabelSelector } from "../../api/selector.ts";
import { ApiError, badRequest, failure, notFound } from "../../api/status.ts";
import type { KubeObject, Node, Pod } from "../../api/types.ts";
import type { Lister } from "../client/informer.ts";
import {
  GROUP,
  metricsTable,
  type NodeMetrics,
  nodeMetrics,
  type PodMetrics,
  podMetrics,
  VERSION,
} from "./metrics-objects.ts";
import type { SampleStore } from "./sample-store.ts";

export interface MetricsSource {
  readonly nodes: Lister<Node>;
  readonly pods: Lister<Pod>;
  /** Of the server that answers. */
  readonly store: SampleStore;
  now(): number;
}

type Metrics = NodeMetrics | PodMetrics;

const verbs: readonly Verb[] = ["get", "list"];

export const metricsResources: readonly ResourceInfo[] = [
  info("nodes", "NodeMetrics", false),
  info("pods", "PodMetrics", true),
];

function info(resource: string, kind: string, namespaced: boolean): ResourceInfo {
  return {
    group: GROUP,
    version: VERSION,
    resource,
    kind,
    singular: "",
    namespaced,
    verbs,
    shortNames: [],
    categories: [],
  };
}

/** @param source undefined while no server runs, which nobody asks then. */
export function metricsApi(source: () => MetricsSource | undefined): ApiHandler {
  return (request) => {
    try {
      const found = source();
      if (found === undefined)
        throw new ApiError(failure(503, "ServiceUnavailable", "the server is shutting down", {}));
      return answer(found, request);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { kind: "object", status: error.code, body: error.status };
    }
  };
}

interface Wanted {
  readonly namespace: string | undefined;
  readonly resource: string;
  readonly name: string | undefined;
}

function answer(source: MetricsSource, request: ApiRequest): ApiResponse {
  const wanted = wantedOf(request.path);
  if (request.method !== "GET" || queryValue(request.query, "watch") === "true") {
    throw new ApiError(
      failure(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", {}),
    );
  }
  if (wanted === undefined) {
    throw new ApiError(failure(404, "NotFound", "the server could not find the requested resource", {}));
  }
  const { name } = wanted;
  const asTable = (request.accept ?? "").split(",")[0]?.includes("as=Table") === true;
  const include = queryValue(request.query, "includeObject") || "Metadata";
  if (name !== undefined) {
    const one = wanted.resource === "nodes" ? nodeOf(source, name) : podOf(source, wanted.namespace ?? "", name);
    return object(asTable ? metricsTable([one], include) : one);
  }
  const items = list(source, wanted, request);
  if (asTable) return object(metricsTable(items, include));
  const kind = wanted.resource === "nodes" ? "NodeMetricsList" : "PodMetricsList";
  return object({ kind, apiVersion: `${GROUP}/${VERSION}`, metadata: {}, items });
}

function object(body: object): ApiResponse {
  return { kind: "object", status: 200, body };
}

function wantedOf(path: string): Wanted | undefined {
  const [, namespace, resource = "", name] =
    /^\/apis\/[^/]+\/[^/]+(?:\/namespaces\/([^/]+))?\/(nodes|pods)(?:\/([^/]+))?$/.exec(path) ?? [];
  if (resource === "" || (resource === "nodes" && namespace !== undefined)) return undefined;
  return { namespace, resource, name: name === undefined ? undefined : decodeURIComponent(name) };
}

function nodeOf({ nodes, store, now }: MetricsSource, name: string): NodeMetrics {
  const node = nodes.get({ name });
  if (node === undefined) throw new ApiError(notFound({ group: "", resource: "nodes" }, name));
  const usage = store.ofNode(name);
  if (usage === undefined) throw new ApiError(notFound({ group: GROUP, resource: "nodemetrics" }, name));
  return nodeMetrics(node, usage, now());
}

function podOf({ pods, store, now }: MetricsSource, namespace: string, name: string): PodMetrics {
  const pod = pods.get({ namespace, name });
  if (pod === undefined) throw new ApiError(notFound({ group: "", resource: "pods" }, name));
  const usage = store.ofPod(namespace, name);
  if (usage === undefined)
    throw new ApiError(notFound({ group: GROUP, resource: "podmetrics" }, `${namespace}/${name}`));
  return podMetrics(pod, usage, now());
}

function list(source: MetricsSource, { resource, namespace }: Wanted, request: ApiRequest): Metrics[] {
  const { nodes, pods, store, now } = source;
  const isWanted = filterOf(request);
  if (resource === "nodes") {
    return inOrder(nodes.list().filter(isWanted)).flatMap((node) => {
      const usage = store.ofNode(node.metadata.name);
      return usage === undefined ? [] : [nodeMetrics(node, usage, now())];
    });
  }
  return inOrder(pods.list(namespace).filter(isWanted)).flatMap((pod) => {
    const usage = store.ofPod(pod.metadata.namespace ?? "", pod.metadata.name);
    return usage === undefined ? [] : [podMetrics(pod, usage, now())];
  });
}

function inOrder<T extends KubeObject>(objects: readonly T[]): T[] {
  const key = ({ metadata }: T): string => `${metadata.namespace ?? ""}/${metadata.name}`;
  return objects.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

function filterOf({ query }: ApiRequest): (object: KubeObject) => boolean {
  const labels = parseLabelSelector(queryValue(query, "labelSelector") ?? "");
  const fields = parseFieldSelector(queryValue(query, "fieldSelector") ?? "");
  const unknown = fields.find(({ field }) => field !== "metadata.name" && field !== "metadata.namespace");
  if (unknown !== undefined) {
    const why = `"${unknown.field}" is not a known field selector: only "metadata.name", "metadata.namespace"`;
    throw new ApiError(badRequest(why));
  }
  return ({ metadata }) =>
    matchesLabels(labels, metadata.labels) &&
    matchesFields(fields, (field) => (field === "metadata.name" ? metadata.name : (metadata.namespace ?? "")));
}

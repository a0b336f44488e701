// The operations on a resource as OpenAPI v3 writes them: what they are called, what they take and what they answer.

import type { ResourceInfo } from "../../../../api/catalogue.ts";
import { META, reference } from "./schemas.ts";

/** What an operation is about. */
export interface Subject {
  readonly info: ResourceInfo;
  /** The group version kind that it names. */
  readonly kind: Readonly<{ group: string; version: string; kind: string }>;
  /** The schema of one object; undefined where there is none. */
  readonly schema: object;
  readonly listSchema: object;
  /** As `NamespacedPodStatus`. */
  readonly name: string;
  readonly isCustom: boolean;
}

type Parameter = readonly [name: string, type: "string" | "boolean" | "integer"];

const READ: readonly Parameter[] = [["pretty", "string"]];
const SELECT: readonly Parameter[] = [
  ["continue", "string"],
  ["fieldSelector", "string"],
  ["labelSelector", "string"],
  ["limit", "integer"],
  ["resourceVersion", "string"],
  ["resourceVersionMatch", "string"],
  ["sendInitialEvents", "boolean"],
  ["timeoutSeconds", "integer"],
];
const WRITE: readonly Parameter[] = [
  ["dryRun", "string"],
  ["fieldManager", "string"],
  ["fieldValidation", "string"],
];
const DELETE: readonly Parameter[] = [
  ["dryRun", "string"],
  ["gracePeriodSeconds", "integer"],
  ["ignoreStoreReadErrorWithClusterBreakingPotential", "boolean"],
  ["orphanDependents", "boolean"],
  ["propagationPolicy", "string"],
];

const LIST: readonly Parameter[] = [...READ, ...SELECT, ["allowWatchBookmarks", "boolean"], ["watch", "boolean"]];

const TYPES = ["application/json", "application/yaml"];
const STREAMED = [...TYPES, "application/json;stream=watch"];
const PATCHES = ["application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json"];
const STRATEGIC = "application/strategic-merge-patch+json";

export type Operation = Readonly<Record<string, unknown>> & { readonly parameters: readonly object[] };

const STATUS = reference(`${META}.Status`);
const WATCH_EVENT = reference(`${META}.WatchEvent`);
const DESCRIPTIONS: Readonly<Record<number, string>> = { 200: "OK", 201: "Created", 202: "Accepted" };

/** The operations, each by the HTTP method that it is asked with. */
export const operations = {
  list: (subject: Subject) =>
    operation(subject, "list", "list", LIST, { codes: [200], schema: subject.listSchema, types: STREAMED }),
  /** At a path of its own, as it was before lists took `watch`. */
  watch: (subject: Subject, action: "watch" | "watchlist") =>
    operation(subject, "watch", action, LIST, { codes: [200], schema: WATCH_EVENT, types: STREAMED }),
  create: (subject: Subject) =>
    operation(subject, "create", "post", [...READ, ...WRITE], { codes: [200, 201, 202] }, wholeBody(subject.schema)),
  deleteCollection: (subject: Subject) =>
    operation(
      subject,
      "deleteCollection",
      "deletecollection",
      [...READ, ...SELECT, ...DELETE],
      { codes: [200], schema: STATUS },
      DELETE_BODY,
    ),
  get: (subject: Subject, more: readonly Parameter[] = []) =>
    operation(subject, "read", "get", [...READ, ...more], { codes: [200] }),
  update: (subject: Subject) =>
    operation(subject, "replace", "put", [...READ, ...WRITE], { codes: [200, 201] }, wholeBody(subject.schema)),
  patch: (subject: Subject) =>
    operation(
      subject,
      "patch",
      "patch",
      [...READ, ...WRITE, ["force", "boolean"]],
      { codes: [200, 201] },
      patchBody(subject.isCustom),
    ),
  delete: (subject: Subject) =>
    operation(subject, "delete", "delete", [...READ, ...DELETE], { codes: [200, 202], schema: STATUS }, DELETE_BODY),
  connect: (subject: Subject, method: string, parameters: readonly Parameter[]) =>
    operation(subject, `connect:${method}`, "connect", parameters, {
      codes: [200],
      schema: { type: "string" },
      types: ["*/*"],
    }),
};

const DELETE_BODY = { content: { "*/*": { schema: reference(`${META}.DeleteOptions`) } } };

function wholeBody(schema: object): object {
  return { content: { "*/*": { schema } }, required: true };
}

function patchBody(isCustom: boolean): object {
  const types = isCustom ? PATCHES : [...PATCHES, STRATEGIC];
  return { content: content(types, reference(`${META}.Patch`)), required: true };
}

interface Answer {
  readonly codes: readonly number[];
  readonly schema?: object;
  readonly types?: readonly string[];
}

function operation(
  subject: Subject,
  verb: string,
  action: string,
  parameters: readonly Parameter[],
  { codes, schema = subject.schema, types = TYPES }: Answer,
  requestBody?: object,
): Operation {
  const group = groupWord(subject.info);
  const version = capitalized(subject.info.version);
  const [word = "", method] = verb.split(":");
  const collection = word === "deleteCollection" ? "Collection" : "";
  const start = `${collection === "" ? word : "delete"}${capitalized(group)}${version}${collection}`;
  const answers = codes.map((code) => [code, { description: DESCRIPTIONS[code], content: content(types, schema) }]);
  return {
    tags: [`${group}_${subject.info.version}`],
    operationId: start + (method === undefined ? "" : capitalized(method)) + subject.name,
    parameters: parameters.map(parameter),
    ...(requestBody === undefined ? {} : { requestBody }),
    responses: { ...Object.fromEntries(answers), 401: { description: "Unauthorized" } },
    "x-kubernetes-action": action,
    "x-kubernetes-group-version-kind": subject.kind,
  };
}

function content(types: readonly string[], schema: object): object {
  return Object.fromEntries(types.map((type) => [type, { schema }]));
}

function parameter([name, type]: Parameter): object {
  return { name, in: "query", schema: { type, uniqueItems: true } };
}

/** `rbacAuthorization` of `rbac.authorization.k8s.io`. */
export function groupWord({ group }: Pick<ResourceInfo, "group">): string {
  const [first = "", ...others] = (group === "" ? "core" : group.replace(/\.k8s\.io$/, "")).split(".");
  return first + others.map(capitalized).join("");
}

export function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

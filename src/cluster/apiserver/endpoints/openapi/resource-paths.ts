// The paths of a resource: its lists, its objects, and their subresources.

import { apiVersionOf, type ResourceInfo, type Verb } from "../../../../api/catalogue.ts";
import { subresourcesOf } from "../subresource-kinds.ts";
import { capitalized, type Operation, operations, type Subject } from "./operations.ts";

/** The schema of a kind, by its version; undefined where there is none. */
export type SchemaFinder = (apiVersion: string, kind: string) => object | undefined;

type Path = readonly [path: string, item: object];
type Operations = Readonly<Record<string, Operation>>;

const ANYTHING = { type: "object" };

export function resourcePaths(info: ResourceInfo, isCustom: boolean, schemaOf: SchemaFinder): Path[] {
  const apiVersion = apiVersionOf(info);
  const root = info.group === "" ? `/api/${info.version}` : `/apis/${apiVersion}`;
  const place = info.namespaced ? `${root}/namespaces/{namespace}` : root;
  const subject = subjectOf(info, info, "", isCustom, schemaOf);
  const everywhere = { ...subject, name: `${info.kind}ForAllNamespaces` };
  // A namespace is the object that other paths have before theirs.
  return [
    path(`${place}/${info.resource}`, collection(subject)),
    ...(info.namespaced && info.verbs.includes("list")
      ? [path(`${root}/${info.resource}`, { get: operations.list(everywhere) })]
      : []),
    path(`${place}/${info.resource}/{name}`, single(subject)),
    ...(isCustom || !info.verbs.includes("watch") ? [] : watchPaths(root, place, subject)),
    ...subresourcesOf(info).flatMap((sub) => subresourcePaths(info, place, sub, isCustom, schemaOf)),
  ].filter(([, item]) => Object.keys(item).some((key) => key !== "parameters"));
}

function watchPaths(root: string, place: string, subject: Subject): Path[] {
  const { info, name } = subject;
  const below = `${place.replace(root, `${root}/watch`)}/${info.resource}`;
  const list = { ...subject, name: `${name}List` };
  const everywhere = { ...subject, name: `${info.kind}ListForAllNamespaces` };
  return [
    path(below, { get: operations.watch(list, "watchlist") }),
    path(`${below}/{name}`, { get: operations.watch(subject, "watch") }),
    ...(info.namespaced
      ? [path(`${root}/watch/${info.resource}`, { get: operations.watch(everywhere, "watchlist") })]
      : []),
  ];
}

function subjectOf(
  info: ResourceInfo,
  of: Readonly<{ group: string; version: string; kind: string }>,
  subresource: string,
  isCustom: boolean,
  schemaOf: SchemaFinder,
): Subject {
  const { group, version, kind } = of;
  const apiVersion = apiVersionOf({ group, version });
  return {
    info,
    kind: { group, version, kind },
    schema: schemaOf(apiVersion, kind) ?? ANYTHING,
    listSchema: schemaOf(apiVersion, `${kind}List`) ?? ANYTHING,
    name: `${info.namespaced ? "Namespaced" : ""}${info.kind}${capitalized(subresource)}`,
    isCustom,
  };
}

function collection(subject: Subject): Operations {
  const can = canOf(subject);
  return {
    ...(can("list") ? { get: operations.list(subject) } : {}),
    ...(can("create") ? { post: operations.create(subject) } : {}),
    ...(can("deletecollection") ? { delete: operations.deleteCollection(subject) } : {}),
  };
}

function single(subject: Subject): Operations {
  const can = canOf(subject);
  return {
    ...(can("get") ? { get: operations.get(subject) } : {}),
    ...(can("update") ? { put: operations.update(subject) } : {}),
    ...(can("delete") ? { delete: operations.delete(subject) } : {}),
    ...(can("patch") ? { patch: operations.patch(subject) } : {}),
  };
}

function canOf({ info }: Subject): (verb: Verb) => boolean {
  return (verb) => info.verbs.includes(verb);
}

type QueryParameters = Parameters<typeof operations.connect>[2];

const STREAM: QueryParameters = [
  ["container", "string"],
  ["stderr", "boolean"],
  ["stdin", "boolean"],
  ["stdout", "boolean"],
  ["tty", "boolean"],
];
const CONNECTED: Readonly<Record<string, QueryParameters>> = {
  attach: STREAM,
  exec: [["command", "string"], ...STREAM],
  portforward: [["ports", "integer"]],
  proxy: [["path", "string"]],
};
const LOG: QueryParameters = [
  ["container", "string"],
  ["follow", "boolean"],
  ["insecureSkipTLSVerifyBackend", "boolean"],
  ["limitBytes", "integer"],
  ["previous", "boolean"],
  ["sinceSeconds", "integer"],
  ["stream", "string"],
  ["tailLines", "integer"],
  ["timestamps", "boolean"],
];

function subresourcePaths(
  info: ResourceInfo,
  place: string,
  { name, group, version, kind, verbs }: ReturnType<typeof subresourcesOf>[number],
  isCustom: boolean,
  schemaOf: SchemaFinder,
): Path[] {
  const of = version === "" ? { group: info.group, version: info.version, kind } : { group, version, kind };
  const subject = subjectOf(info, of, name, isCustom, schemaOf);
  const at = `${place}/${info.resource}/{name}/${name}`;
  const connected = CONNECTED[name];
  if (connected !== undefined) return connectedPaths(at, name === "proxy", subject, connected);
  const item = {
    ...(verbs.includes("get") ? { get: name === "log" ? logOf(subject) : operations.get(subject) } : {}),
    ...(verbs.includes("update") ? { put: operations.update(subject) } : {}),
    ...(verbs.includes("create") ? { post: operations.create(subject) } : {}),
    ...(verbs.includes("patch") ? { patch: operations.patch(subject) } : {}),
  };
  return [path(at, item)];
}

function logOf(subject: Subject): Operation {
  return operations.get({ ...subject, schema: { type: "string" } }, LOG);
}

function connectedPaths(at: string, isProxy: boolean, subject: Subject, parameters: QueryParameters): Path[] {
  const methods = isProxy ? ["get", "put", "post", "delete", "options", "head", "patch"] : ["get", "post"];
  const item = (of: Subject): Operations =>
    Object.fromEntries(methods.map((method) => [method, operations.connect(of, method, parameters)]));
  const one = path(at, item(subject));
  if (!isProxy) return [one];
  return [one, path(`${at}/{path}`, item({ ...subject, name: `${subject.name}WithPath` }))];
}

/** Parameters that all operations of a path share stand with the path. */
function path(at: string, item: Operations): Path {
  const all = Object.values(item).map(({ parameters }) => parameters.map((each) => JSON.stringify(each)));
  const [first = [], ...others] = all;
  const shared = first.filter((each) => others.every((list) => list.includes(each)));
  const own = Object.entries(item).map(([method, { parameters, ...operation }]) => {
    const left = parameters.filter((each) => !shared.includes(JSON.stringify(each)));
    return [method, left.length === 0 ? operation : { ...operation, parameters: sorted(left) }];
  });
  const inPath = [...at.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => inPathParameter(name));
  const parameters = sorted([...inPath, ...shared.map((each) => JSON.parse(each) as object)]);
  return [at, { ...Object.fromEntries(own), ...(parameters.length === 0 ? {} : { parameters }) }];
}

function inPathParameter(name: string): object {
  return { name, in: "path", required: true, schema: { type: "string", uniqueItems: true } };
}

function sorted(parameters: readonly object[]): object[] {
  const nameOf = (each: object): string => (each as { readonly name: string }).name;
  return [...parameters].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0));
}

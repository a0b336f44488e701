// Notes what the learner asked of the cluster and what was shown: the audit log and the observations that checks read.
//
// What was seen is told from the requests that kubectl made and from what it printed, so that every way of looking counts.

import { catalogue } from "../api/catalogue.ts";
import { type ApiRequest, type ApiResponse, type ApiTransport, queryValue } from "../api/request.ts";
import type { AuditEntry, CommandEntry, Observation } from "../tutor/world.ts";

type Request = Omit<ApiRequest, "user">;

/** One request of a run of kubectl, reduced to what observations need. */
interface Seen {
  readonly target: Target;
  readonly selector: string | undefined;
  readonly container: string | undefined;
  readonly previous: boolean;
  readonly isTable: boolean;
  readonly names: readonly string[];
  readonly subject: { readonly kind: string | undefined; readonly names: readonly string[] };
}

interface Target {
  readonly group: string;
  readonly resource: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
}

/** A run of kubectl while it lasts. */
export interface ObservedRun {
  /** Wraps the way to the cluster. */
  watch(transport: ApiTransport, user: string): ApiTransport;
  /** More was printed: `stdout` is all of it so far. */
  printed(stdout: string): void;
  ended(exitCode: number, stderr: string): void;
}

export class Observer {
  readonly audit: AuditEntry[] = [];
  readonly commands: CommandEntry[] = [];
  private readonly seen: (() => Observation[])[] = [];

  constructor(private readonly now: () => number) {}

  observations(since: number): Observation[] {
    return this.seen.flatMap((read) => read()).filter((observation) => observation.at >= since);
  }

  beginRun(argv: readonly string[]): ObservedRun {
    const requests: Seen[] = [];
    let text = "";
    let at = this.now();
    this.seen.push(() => observationsOf(verbOf(argv), requests, text, at));
    return {
      watch: (transport, user) => async (request) => {
        const response = await transport(request);
        const target = parsePath(request.path);
        if (target !== undefined) {
          this.note(request, response, target, request.impersonate?.name ?? user);
          if (request.method === "GET" && response.status < 400) requests.push(summarize(request, response, target));
        } else if (response.status === 401) {
          // Whom nobody knows gets no further than kubectl's first question, which is about no resource.
          this.note(request, response, { group: "", resource: "" }, user);
        }
        return response;
      },
      printed: (stdout) => {
        text = stdout;
        at = this.now();
      },
      ended: (exitCode, stderr) => {
        this.commands.push({ at: this.now(), words: ["kubectl", ...argv], exitCode, stderr });
      },
    };
  }

  private note(request: Request, response: ApiResponse, target: Target, user: string): void {
    this.audit.push({
      at: this.now(),
      verb: target.resource === "" ? request.method.toLowerCase() : auditVerb(request, target),
      resource: target.resource,
      ...(target.subresource === undefined ? {} : { subresource: target.subresource }),
      ...(target.namespace === undefined ? {} : { namespace: target.namespace }),
      ...(target.name === undefined ? {} : { name: target.name }),
      code: response.status,
      user,
    });
  }
}

/** The first word that is no flag: `get` of `kubectl -n shop get pods`. */
function verbOf(argv: readonly string[]): string {
  const takesValue = /^(-n|-s|--namespace|--context|--cluster|--user|--kubeconfig|--as|--server|--request-timeout|-v)$/;
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? "";
    if (takesValue.test(word)) i++;
    else if (!word.startsWith("-")) return word;
  }
  return "";
}

function observationsOf(verb: string, requests: readonly Seen[], text: string, at: number): Observation[] {
  // Of an empty list kubectl prints nothing there; that nothing was found has been seen all the same.
  if (text === "") return verb === "get" ? observationsIn(verb, requests.filter(isEmptyList), text, at) : [];
  if (verb === "explain") return [{ at, kind: "explain", names: [], text }];
  return observationsIn(verb, requests, text, at);
}

function isEmptyList({ isTable, names, target }: Seen): boolean {
  return isTable && names.length === 0 && target.resource !== "events";
}

function observationsIn(verb: string, requests: readonly Seen[], text: string, at: number): Observation[] {
  return requests.flatMap((request) => {
    const kind = kindOf(verb, request);
    if (kind === undefined) return [];
    const isEvents = request.target.resource === "events";
    const resource = isEvents ? request.subject.kind : kindNamed(request.target);
    return [
      {
        at,
        kind,
        ...(resource === undefined ? {} : { resource }),
        ...(request.target.namespace === undefined ? {} : { namespace: request.target.namespace }),
        names: isEvents ? request.subject.names : request.names,
        ...(request.selector === undefined ? {} : { selector: request.selector }),
        ...(request.container === undefined ? {} : { container: request.container }),
        ...(request.previous ? { previous: true } : {}),
        text,
      },
    ];
  });
}

function kindNamed({ group, resource }: Target): string | undefined {
  return catalogue().find((info) => info.group === group && info.resource === resource)?.kind;
}

function kindOf(verb: string, { target, isTable }: Seen): Observation["kind"] | undefined {
  if (target.subresource === "log") return "logs";
  if (target.resource === "events" && (verb === "get" || verb === "describe" || verb === "events")) return "events";
  if (verb === "describe") return "describe";
  if (verb === "get") return isTable ? "list" : "field";
  return undefined;
}

function summarize(request: Request, response: ApiResponse, target: Target): Seen {
  const body = response.kind === "object" ? (response.body as Listed) : {};
  return {
    target,
    selector: queryValue(request.query, "labelSelector"),
    container: queryValue(request.query, "container"),
    previous: queryValue(request.query, "previous") === "true",
    isTable: body.kind === "Table",
    names: target.name === undefined ? namesIn(body) : [target.name],
    subject: subjectOf(request, body),
  };
}

interface Listed {
  readonly kind?: string;
  readonly items?: readonly { metadata?: { name?: string }; involvedObject?: { kind?: string; name?: string } }[];
  readonly rows?: readonly { cells?: readonly unknown[]; object?: { metadata?: { name?: string } } }[];
  readonly columnDefinitions?: readonly { name?: string }[];
}

function namesIn(body: Listed): string[] {
  const objects = body.items ?? body.rows?.map((row) => row.object) ?? [];
  return objects.flatMap((object) => object?.metadata?.name ?? []);
}

/** What events are about: told by the field selector, or else by the events themselves. */
function subjectOf(request: Request, body: Listed): Seen["subject"] {
  const terms = new Map((queryValue(request.query, "fieldSelector") ?? "").split(",").map((term) => pairOf(term)));
  const name = terms.get("involvedObject.name");
  if (name !== undefined) return { kind: terms.get("involvedObject.kind"), names: [name] };
  const subjects = body.items?.map((item) => item.involvedObject?.name) ?? cellsOf(body, "Object");
  return { kind: undefined, names: [...new Set(subjects.flatMap((subject) => subject ?? []))] };
}

function pairOf(term: string): [string, string] {
  const at = term.indexOf("=");
  return [term.slice(0, Math.max(0, at)), term.slice(at + 1).replace(/^=/, "")];
}

// The Object column of a table of events reads `pod/web`.
function cellsOf(body: Listed, column: string): string[] {
  const index = body.columnDefinitions?.findIndex((definition) => definition.name === column) ?? -1;
  if (index < 0) return [];
  return (body.rows ?? []).map((row) => String(row.cells?.[index] ?? "").replace(/^.*\//, ""));
}

function auditVerb({ method, query }: Request, { name }: Target): string {
  if (method === "GET") return queryValue(query, "watch") === "true" ? "watch" : name === undefined ? "list" : "get";
  if (method === "POST") return "create";
  if (method === "PUT") return "update";
  if (method === "PATCH") return "patch";
  return name === undefined ? "deletecollection" : "delete";
}

function parsePath(path: string): Target | undefined {
  const parts = path.split("/").filter((part) => part !== "");
  const isCore = parts[0] === "api";
  if (!isCore && parts[0] !== "apis") return undefined;
  const group = isCore ? "" : (parts[1] ?? "");
  let rest = parts.slice(isCore ? 2 : 3);
  let namespace: string | undefined;
  // `namespaces/NAME/RESOURCE` is a scope; `namespaces/NAME` alone, or with its own subresources, is the namespace itself.
  if (rest[0] === "namespaces" && rest.length > 2 && rest[2] !== "status" && rest[2] !== "finalize") {
    namespace = rest[1];
    rest = rest.slice(2);
  }
  const [resource, name, subresource] = rest;
  if (resource === undefined) return undefined;
  return {
    group,
    resource,
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
    ...(subresource === undefined ? {} : { subresource }),
  };
}

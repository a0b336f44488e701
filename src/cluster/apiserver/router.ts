// From a request to the code that answers it.

import type { ApiRequest, ApiResponse } from "../../api/request.ts";
import { passOn } from "./aggregation/proxy.ts";
import { actingUser, authorizeRequest } from "./authorization/authorize-request.ts";
import { review } from "./authorization/reviews.ts";
import { answerComponentStatus } from "./component-statuses.ts";
import type { Core, Scope } from "./core.ts";
import { answerPath, methodNotAllowed, notServed, refuse } from "./endpoints/paths.ts";
import { subresourcesOf } from "./endpoints/subresource-kinds.ts";
import { acceptedTransform, checkBodyType } from "./negotiate.ts";
import { isDryRun } from "./query-options.ts";
import { nameAsked, type RequestInfo, type ResourceRequest } from "./request-info.ts";
import type { ServedResource } from "./resource-table.ts";
import { bindPod } from "./subresources/binding.ts";
import { podAttach, podExec, podLogs, podPortForward } from "./subresources/connect.ts";
import { evictPod } from "./subresources/eviction.ts";
import { answerProxy } from "./subresources/proxy.ts";
import { answerScale } from "./subresources/scale.ts";
import { requestToken } from "./subresources/token.ts";
import { createObject } from "./verbs/create.ts";
import { deleteCollection, deleteObject } from "./verbs/delete.ts";
import { patchObject } from "./verbs/patch.ts";
import { getObject, listObjects } from "./verbs/read.ts";
import { updateObject } from "./verbs/update.ts";
import { watchObjects } from "./verbs/watch.ts";

export function route(core: Core, request: ApiRequest, info: RequestInfo, warnings: string[]): ApiResponse {
  const user = actingUser(core, request);
  authorizeRequest(core, user, info.kind === "path" ? info : { ...info, name: nameAsked(request, info) });
  if (info.kind === "path") return answerPath(core, request);
  const resource = core.resources.find(info.group, info.version, info.resource);
  if (resource === undefined) return passOn(core, request, info.group, info.version) ?? notServed(core, request.path);
  if (resource.warning !== undefined) warnings.push(resource.warning);
  checkPlace(resource, info);
  if (request.body !== undefined && request.method !== "PATCH" && !isStream(info)) checkBodyType(request);
  const scope: Scope = {
    core,
    request,
    info,
    resource,
    user,
    namespace: resource.info.namespaced && info.namespace !== "" ? info.namespace : undefined,
    warnings,
    dryRun: isDryRun(request),
    transform: isStream(info) ? undefined : acceptedTransform(request, info.verb === "watch"),
  };
  return info.subresource === "" ? answerResource(scope) : answerSubresource(scope);
}

/** Paths that no resource has: an object of a namespace outside of one, and the other way round. */
function checkPlace({ info: { namespaced, resource }, isCustom }: ServedResource, info: ResourceRequest): void {
  // A namespace's own name stands in both places; rights inside one namespace are no rights over another.
  const isItself = resource === "namespaces" && info.namespace === info.name;
  const isIn = info.namespace !== "" && !isItself;
  if (!namespaced && isIn) refuse();
  if (!namespaced || info.namespace !== "") return;
  if (info.name !== "") refuse();
  // Lists and watches alone look at all namespaces at once.
  if (info.verb !== "list" && info.verb !== "watch" && !(isCustom && info.verb === "create")) throw methodNotAllowed();
}

// Where bytes go to and fro, nothing is negotiated.
const STREAMS: ReadonlySet<string> = new Set(["exec", "attach", "portforward", "proxy"]);

function isStream({ subresource }: ResourceRequest): boolean {
  return STREAMS.has(subresource);
}

function answerResource(scope: Scope): ApiResponse {
  const { verb, name } = scope.info;
  if (!isAllowed(scope.resource, verb)) throw methodNotAllowed();
  // What is made has no path yet; what is changed has one.
  if (verb === "create" ? name !== "" : (verb === "update" || verb === "patch") && name === "")
    throw methodNotAllowed();
  if (scope.resource.info.kind === "ComponentStatus") return answerComponentStatus(scope);
  switch (verb) {
    case "get":
      return getObject(scope);
    case "list":
      return listObjects(scope);
    case "watch":
      return watchObjects(scope);
    case "create":
      return createOrAsk(scope);
    case "update":
      return updateObject(scope);
    case "patch":
      return patchObject(scope);
    case "delete":
      return deleteObject(scope);
    case "deletecollection":
      return deleteCollection(scope);
    default:
      throw methodNotAllowed();
  }
}

function isAllowed({ info, isCustom }: ServedResource, verb: string): boolean {
  // A definition that goes tells of fewer verbs than it answers.
  return isCustom || (info.verbs as readonly string[]).includes(verb);
}

/** Bindings and reviews are created too, but never stored. */
function createOrAsk(scope: Scope): ApiResponse {
  if (scope.resource.info.kind !== "Binding") return review(scope) ?? createObject(scope);
  const pods = scope.core.resources.named("pods");
  const name = (scope.request.body as { metadata?: { name?: string } } | undefined)?.metadata?.name ?? "";
  if (pods === undefined) return refuse();
  return bindPod({ ...scope, resource: pods, info: { ...scope.info, name, subresource: "binding" } });
}

function answerSubresource(scope: Scope): ApiResponse {
  const { resource, info } = scope;
  const served = subresourcesOf(resource.info).find(({ name }) => name === info.subresource);
  if (served === undefined || info.name === "") return refuse();
  if (!served.verbs.includes(info.verb)) throw methodNotAllowed();
  switch (info.subresource) {
    case "log":
      return podLogs(scope);
    case "exec":
      return podExec(scope);
    case "attach":
      return podAttach(scope);
    case "portforward":
      return podPortForward(scope);
    case "scale":
      return answerScale(scope);
    case "binding":
      return bindPod(scope);
    case "eviction":
      return evictPod(scope);
    case "token":
      return requestToken(scope);
    case "proxy":
      return answerProxy(scope);
    default:
      return answerPart(scope);
  }
}

/** Subresources that are a part of the object: status, finalize, approval, ephemeralcontainers, resize. */
function answerPart(scope: Scope): ApiResponse {
  switch (scope.info.verb) {
    case "get":
      return getObject(scope);
    case "update":
      return updateObject(scope);
    case "patch":
      return patchObject(scope);
    default:
      throw methodNotAllowed();
  }
}

// From a request to the code that answers it.

import { type ApiRequest, type ApiResponse, queryValue } from "../../api/request.ts";
import { ApiError, unsupported } from "../../api/status.ts";
import { actingUser, authorizeRequest } from "./authorization/authorize-request.ts";
import { review } from "./authorization/reviews.ts";
import type { Core, Scope } from "./core.ts";
import { answerPath, refuse } from "./endpoints/paths.ts";
import { type ResourceRequest, requestInfo } from "./request-info.ts";
import type { ServedResource } from "./resource-table.ts";
import { bindPod } from "./subresources/binding.ts";
import { podAttach, podExec, podLogs, podPortForward } from "./subresources/connect.ts";
import { evictPod } from "./subresources/eviction.ts";
import { answerScale } from "./subresources/scale.ts";
import { requestToken } from "./subresources/token.ts";
import { createObject, methodNotAllowed } from "./verbs/create.ts";
import { deleteCollection, deleteObject } from "./verbs/delete.ts";
import { patchObject } from "./verbs/patch.ts";
import { getObject, listObjects, watchObjects } from "./verbs/read.ts";
import { updateObject } from "./verbs/update.ts";

export function route(core: Core, request: ApiRequest, warnings: string[]): ApiResponse {
  const info = requestInfo(request);
  const user = actingUser(core, request);
  authorizeRequest(core, user, info);
  if (info.kind === "path") return answerPath(core, request);
  const resource = core.resources.find(info.group, info.version, info.resource);
  if (resource === undefined) return answerAggregated(core, request, info);
  if (resource.warning !== undefined) warnings.push(resource.warning);
  const scope: Scope = {
    core,
    request,
    info,
    resource,
    user,
    namespace: resource.info.namespaced && info.namespace !== "" ? info.namespace : undefined,
    warnings,
    dryRun: queryValue(request.query, "dryRun") === "All",
  };
  return info.subresource === "" ? answerResource(scope) : answerSubresource(scope);
}

function answerAggregated(core: Core, request: ApiRequest, info: ResourceRequest): ApiResponse {
  const served = core.aggregated.find(({ resources }) =>
    resources.some(
      (each) => each.group === info.group && each.version === info.version && each.resource === info.resource,
    ),
  );
  return served === undefined ? refuse() : served.handle(request);
}

function answerResource(scope: Scope): ApiResponse {
  const { verb } = scope.info;
  if (!isAllowed(scope.resource, verb)) throw methodNotAllowed();
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

function isAllowed({ info }: ServedResource, verb: string): boolean {
  return (info.verbs as readonly string[]).includes(verb);
}

/** Bindings and reviews are created too, but never stored. */
function createOrAsk(scope: Scope): ApiResponse {
  if (scope.resource.info.kind !== "Binding") return review(scope) ?? createObject(scope);
  const pods = scope.core.resources.named("pods");
  const name = (scope.request.body as { metadata?: { name?: string } }).metadata?.name ?? "";
  if (pods === undefined) return refuse();
  return bindPod({ ...scope, resource: pods, info: { ...scope.info, name, subresource: "binding" } });
}

function answerSubresource(scope: Scope): ApiResponse {
  const { resource, info } = scope;
  if (!(resource.info.subresources ?? []).includes(info.subresource)) return refuse();
  const isPost = info.verb === "create";
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
      return isPost ? bindPod(scope) : refuse();
    case "eviction":
      return isPost ? evictPod(scope) : refuse();
    case "token":
      return isPost ? requestToken(scope) : refuse();
    case "proxy":
      throw new ApiError(unsupported(`the proxy subresource of ${resource.info.resource}`));
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

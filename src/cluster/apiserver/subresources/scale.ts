// The scale subresource: the number of replicas, in one form for every kind that has one.

import { humanAge } from "../../../api/duration.ts";
import type { ApiResponse } from "../../../api/request.ts";
import { ApiError, badRequest, internalError } from "../../../api/status.ts";
import { type AnyObject, draftOf, type KubeObject } from "../../../api/types.ts";
import type { Scope } from "../core.ts";
import { refuse } from "../endpoints/paths.ts";
import { refuseInvalid } from "../invalid.ts";
import { patchType } from "../negotiate.ts";
import { presentation } from "../presentation.ts";
import type { Column } from "../registry/kind.ts";
import type { ServedResource } from "../resource-table.ts";
import { type DraftObject, draftFromBody } from "../verbs/body.ts";
import { decodePatched, patched } from "../verbs/patch.ts";
import { checkNames, update } from "../verbs/update.ts";

interface Scale extends KubeObject {
  readonly spec: { readonly replicas?: number };
  readonly status: { readonly replicas: number; readonly selector?: string };
}

const COLUMNS: readonly Column<Scale>[] = [
  { name: "Name", type: "string", format: "name", cell: (scale) => scale.metadata.name },
  { name: "Desired", type: "integer", cell: (scale) => scale.spec.replicas ?? 0 },
  { name: "Available", type: "integer", cell: (scale) => scale.status.replicas },
  { name: "Age", type: "string", cell: (scale, nowMs) => humanAge(scale.metadata.creationTimestamp, nowMs) },
];

export function answerScale(scope: Scope): ApiResponse {
  const object = scope.core.storage.get(scope.resource, scope.namespace, scope.info.name);
  const scale = scaleOf(scope.resource, object);
  const shown = asScale(scope);
  const path = scope.resource.definition.scale?.path ?? ["spec", "replicas"];
  if (scope.info.verb === "get") {
    // A write can put it there.
    if (scale.spec.replicas === undefined)
      throw new ApiError(internalError(`the spec replicas field ".${path.join(".")}" does not exist`));
    return { kind: "object", status: 200, body: presentation(shown).object(scale as KubeObject as AnyObject) };
  }
  const wanted =
    scope.info.verb === "patch" ? patchedScale(shown, scale) : (draftFromBody(shown, scale) as unknown as Scale);
  checkNames(shown, wanted as unknown as DraftObject);
  const replicas = wanted.spec?.replicas ?? 0;
  if (Math.abs(replicas) > 0x7fffffff)
    throw new ApiError(
      badRequest(
        `json: cannot unmarshal number ${replicas} into Go struct field ScaleSpec.spec.replicas of type int32`,
      ),
    );
  // Of a custom resource the number is checked where it stands.
  if (replicas < 0 && !scope.resource.isCustom) {
    refuseInvalid(shown.resource, scale.metadata.name, [
      { type: "Invalid", field: "spec.replicas", value: replicas, detail: "must be greater than or equal to 0" },
    ]);
  }
  const draft = draftOf(object);
  Object.assign(draft, withField(draft as unknown as Fields, path, replicas));
  if (wanted.metadata.resourceVersion) draft.metadata.resourceVersion = wanted.metadata.resourceVersion;
  const next = scaleOf(scope.resource, update(scope, object, draft));
  return { kind: "object", status: 200, body: presentation(shown).object(next as KubeObject as AnyObject) };
}

type Fields = Readonly<Record<string, unknown>>;

function withField(object: Fields, [name = "", ...rest]: readonly string[], value: unknown): Fields {
  const inner = (object[name] ?? {}) as Fields;
  return { ...object, [name]: rest.length === 0 ? value : withField(inner, rest, value) };
}

function patchedScale(scope: Scope, scale: Scale): Scale {
  const type = patchType(scope.request, scope.resource.isCustom);
  return decodePatched(scope, patched(scope, type, scale as unknown as AnyObject)) as unknown as Scale;
}

function scaleOf({ definition }: ServedResource, object: AnyObject): Scale {
  const { scale } = definition;
  if (scale === undefined) return refuse();
  const [replicas, selector] = [scale.replicas(object), scale.selector(object)];
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  return {
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), uid, resourceVersion, creationTimestamp },
    spec: replicas === undefined ? {} : { replicas },
    status: { replicas: scale.statusReplicas(object), ...(selector === "" ? {} : { selector }) },
  };
}

/** The request as one about a Scale. */
function asScale(scope: Scope): Scope {
  const info = { ...scope.resource.info, group: "autoscaling", version: "v1", kind: "Scale" };
  const definition = {
    resource: info,
    columns: COLUMNS as readonly Column<never>[],
  } as unknown as ServedResource["definition"];
  return {
    ...scope,
    resource: { ...scope.resource, info, apiVersion: "autoscaling/v1", definition, storedAs: undefined },
  };
}

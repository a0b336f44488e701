// serviceaccounts/token: a token for a while, for `kubectl create token` and for pods.

import { parseApiVersion } from "../../../api/catalogue.ts";
import type { ApiResponse } from "../../../api/request.ts";
import { ApiError, badRequest, conflict } from "../../../api/status.ts";
import type { AnyObject, Pod } from "../../../api/types.ts";
import { uid } from "../../../sim/ids.ts";
import { ISSUER, makeToken, type TokenClaims } from "../authentication.ts";
import { type Scope, timestamp } from "../core.ts";
import { refuseInvalid } from "../invalid.ts";
import { invalid } from "../registry/field-error.ts";
import type { FieldError } from "../registry/kind.ts";
import { draftFromBody } from "../verbs/body.ts";

interface BoundObjectReference {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly uid?: string;
}

interface TokenSpec {
  readonly audiences?: readonly string[];
  readonly expirationSeconds?: number;
  readonly boundObjectRef?: BoundObjectReference;
}

const DEFAULT_SECONDS = 3600;
const MIN_SECONDS = 600;
const MAX_SECONDS = 2 ** 32;

// What kubelets ask for where a pod says nothing: such tokens work on for a year, so that old programs that read them once keep running.
const WARN_ONLY_SECONDS = 3607;
const YEAR_SECONDS = 365 * 24 * 3600;

export function requestToken(scope: Scope): ApiResponse {
  const { core, resource, namespace = "", info } = scope;
  const account = core.storage.get(resource, namespace, info.name);
  const kind = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest" };
  const draft = draftFromBody(scope, kind);
  const spec = (draft.spec ?? {}) as TokenSpec;
  const seconds = spec.expirationSeconds ?? DEFAULT_SECONDS;
  refuseFaults(scope, draft.metadata, seconds);
  const { boundObjectRef } = spec;
  const bound = boundObjectRef === undefined ? {} : boundObjects(scope, boundObjectRef);
  const audiences = spec.audiences?.length ? spec.audiences : [ISSUER];
  const now = core.clock.now();
  const issuedAt = Math.floor(now / 1000);
  const isExtended = bound.pod !== undefined && seconds === WARN_ONLY_SECONDS && audiences.join() === ISSUER;
  const token = makeToken(core, {
    aud: audiences,
    exp: issuedAt + (isExtended ? YEAR_SECONDS : seconds),
    iat: issuedAt,
    iss: ISSUER,
    jti: uid(core.random),
    "kubernetes.io": {
      namespace,
      ...bound,
      serviceaccount: { name: info.name, uid: account.metadata.uid },
      ...(isExtended ? { warnafter: issuedAt + seconds } : {}),
    },
    nbf: issuedAt,
    sub: `system:serviceaccount:${namespace}:${info.name}`,
  });
  const body = {
    ...kind,
    metadata: { name: info.name, namespace, creationTimestamp: timestamp(now) },
    spec: { audiences, expirationSeconds: seconds, boundObjectRef: boundObjectRef ?? null },
    status: { token, expirationTimestamp: timestamp(now + seconds * 1000) },
  };
  return { kind: "object", status: 201, body };
}

function refuseFaults(scope: Scope, metadata: Partial<AnyObject["metadata"]>, seconds: number): void {
  const { resource, info, namespace } = scope;
  const errors: FieldError[] = [];
  if (metadata.name && metadata.name !== info.name) {
    errors.push(invalid("metadata.name", metadata.name, "must match the service account name if specified"));
  }
  if (metadata.namespace && metadata.namespace !== namespace) {
    const why = "must match the service account namespace if specified";
    errors.push(invalid("metadata.namespace", metadata.namespace, why));
  }
  if (seconds < MIN_SECONDS) {
    errors.push(invalid("spec.expirationSeconds", seconds, "may not specify a duration less than 10 minutes"));
  }
  if (seconds > MAX_SECONDS) {
    errors.push(invalid("spec.expirationSeconds", seconds, "may not specify a duration larger than 2^32 seconds"));
  }
  const request = { ...resource, info: { ...resource.info, group: "authentication.k8s.io", kind: "TokenRequest" } };
  refuseInvalid(request, info.name, errors);
}

type Bound = Pick<TokenClaims["kubernetes.io"], "pod" | "node" | "secret">;

/** What the token shall not outlive. */
function boundObjects(scope: Scope, reference: BoundObjectReference): Bound {
  const { apiVersion = "", kind = "" } = reference;
  const { group, version } = parseApiVersion(apiVersion);
  const isCore = group === "";
  if (isCore && kind === "Pod") return boundPod(scope, reference);
  if (isCore && kind === "Node") return { node: identity(boundObject(scope, "nodes", undefined, reference)) };
  if (isCore && kind === "Secret") {
    return { secret: identity(boundObject(scope, "secrets", scope.namespace, reference)) };
  }
  throw new ApiError(badRequest(`cannot bind token to object of type ${group}/${version}, Kind=${kind}`));
}

function boundPod(scope: Scope, reference: BoundObjectReference): Bound {
  const object = boundObject(scope, "pods", scope.namespace, reference);
  const { serviceAccountName, nodeName } = (object as unknown as Pod).spec;
  if (serviceAccountName !== scope.info.name) {
    const name = JSON.stringify(scope.info.name);
    const why = `cannot bind token for serviceaccount ${name} to pod running with different serviceaccount name.`;
    throw new ApiError(badRequest(why));
  }
  const pod = identity(object);
  if (!nodeName) return { pod };
  const nodes = scope.core.resources.named("nodes");
  const node = nodes && scope.core.storage.find(nodes, undefined, nodeName);
  return { node: { name: nodeName, uid: node?.metadata.uid ?? "" }, pod };
}

function boundObject(
  { core }: Scope,
  resource: string,
  namespace: string | undefined,
  { kind = "", name = "", uid: wanted }: BoundObjectReference,
): AnyObject {
  const served = core.resources.named(resource);
  if (served === undefined) throw new Error(`${resource} are not served`);
  const object = core.storage.get(served, namespace, name);
  if (wanted && wanted !== object.metadata.uid) {
    const why = `the UID in the bound object reference (${wanted}) does not match the UID in record. The object might have been deleted and then recreated`;
    throw new ApiError(conflict({ group: "", resource: kind }, name, why));
  }
  return object;
}

function identity({ metadata: { name, uid: id } }: AnyObject): { readonly name: string; readonly uid: string } {
  return { name, uid: id };
}

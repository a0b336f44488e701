// serviceaccounts/token: a token for a while, for `kubectl create token` and for pods.

import type { ApiResponse } from "../../../api/request.ts";
import { uid } from "../../../sim/ids.ts";
import { ISSUER, makeToken } from "../authentication.ts";
import { type Scope, timestamp } from "../core.ts";
import { refuseInvalid } from "../invalid.ts";
import { draftFromBody } from "../verbs/body.ts";

interface TokenSpec {
  readonly audiences?: readonly string[];
  readonly expirationSeconds?: number;
  readonly boundObjectRef?: { readonly kind?: string; readonly name?: string; readonly uid?: string };
}

const DEFAULT_SECONDS = 3600;
const MIN_SECONDS = 600;
const MAX_SECONDS = 2 ** 32;

export function requestToken(scope: Scope): ApiResponse {
  const { core, resource, namespace = "", info } = scope;
  const account = core.storage.get(resource, namespace, info.name);
  const kind = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest" };
  const spec = (draftFromBody(scope, kind).spec ?? {}) as TokenSpec;
  const seconds = spec.expirationSeconds ?? DEFAULT_SECONDS;
  checkDuration(scope, seconds);
  const now = core.clock.now();
  const expires = now + seconds * 1000;
  const { boundObjectRef: bound } = spec;
  const audiences = spec.audiences?.length ? spec.audiences : [ISSUER];
  const token = makeToken({
    aud: audiences,
    exp: Math.floor(expires / 1000),
    iat: Math.floor(now / 1000),
    iss: ISSUER,
    jti: uid(core.random),
    "kubernetes.io": {
      namespace,
      serviceaccount: { name: info.name, uid: account.metadata.uid },
      ...(bound?.kind === "Pod" ? { pod: { name: bound.name ?? "", uid: bound.uid ?? "" } } : {}),
    },
    nbf: Math.floor(now / 1000),
    sub: `system:serviceaccount:${namespace}:${info.name}`,
  });
  const metadata = { name: info.name, namespace, creationTimestamp: timestamp(now) };
  const body = {
    ...kind,
    metadata,
    spec: { audiences, expirationSeconds: seconds, boundObjectRef: bound ?? null },
    status: { token, expirationTimestamp: timestamp(expires) },
  };
  return { kind: "object", status: 201, body };
}

function checkDuration({ resource, info }: Scope, seconds: number): void {
  const problem =
    seconds < MIN_SECONDS
      ? "may not specify a duration less than 10 minutes"
      : seconds > MAX_SECONDS
        ? "may not specify a duration larger than 2^32 seconds"
        : undefined;
  if (problem === undefined) return;
  const request = { ...resource, info: { ...resource.info, group: "authentication.k8s.io", kind: "TokenRequest" } };
  refuseInvalid(request, info.name, [
    { type: "Invalid", field: "spec.expirationSeconds", value: seconds, detail: problem },
  ]);
}

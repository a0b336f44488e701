// Questions about access: SubjectAccessReview and its relatives, SelfSubjectReview, TokenReview. Nothing is stored.

import type { ApiResponse, UserInfo } from "../../../api/request.ts";
import { ApiError, badRequest } from "../../../api/status.ts";
import { authenticateToken } from "../authentication.ts";
import type { Scope } from "../core.ts";
import { refuseInvalid } from "../invalid.ts";
import { invalid } from "../registry/field-error.ts";
import { goText } from "../registry/go-syntax.ts";
import type { FieldError } from "../registry/kind.ts";
import { draftFromBody } from "../verbs/body.ts";
import { authorize, grantsOf, isTrusted } from "./rbac.ts";
import type { AccessAttributes } from "./rules.ts";

interface AccessSpec {
  readonly resourceAttributes?: Readonly<Record<string, string>>;
  readonly nonResourceAttributes?: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly uid?: string;
  readonly groups?: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
  readonly namespace?: string;
  readonly token?: string;
  readonly audiences?: readonly string[];
}

/** Answers a create of one of the review kinds; undefined for any other kind. */
export function review(scope: Scope): ApiResponse | undefined {
  const { kind } = scope.resource.info;
  if (!isReview(kind)) return undefined;
  const { apiVersion } = scope.resource;
  const draft = draftFromBody(scope, { apiVersion, kind });
  const spec = (draft.spec ?? {}) as AccessSpec;
  const status = statusOf(scope, kind, spec);
  const { name, namespace } = draft.metadata;
  const metadata = { ...(name ? { name } : {}), ...(namespace ? { namespace } : {}), creationTimestamp: null };
  const body = { kind, apiVersion, metadata, ...(draft.spec === undefined ? {} : { spec }), status };
  return { kind: "object", status: 201, body };
}

type ReviewKind =
  | "SelfSubjectAccessReview"
  | "SubjectAccessReview"
  | "LocalSubjectAccessReview"
  | "SelfSubjectRulesReview"
  | "SelfSubjectReview"
  | "TokenReview";

function isReview(kind: string): kind is ReviewKind {
  return kind.endsWith("Review");
}

function statusOf(scope: Scope, kind: ReviewKind, spec: AccessSpec): object {
  switch (kind) {
    case "SelfSubjectReview":
      return { userInfo: userInfo(scope.user) };
    case "SelfSubjectRulesReview":
      if (!spec.namespace) throw new ApiError(badRequest("no namespace on request"));
      return rulesOf(scope, spec.namespace);
    case "TokenReview":
      return tokenStatus(scope, spec);
    case "SelfSubjectAccessReview":
      refuseInvalid(scope.resource, "", attributeErrors(spec));
      return access(scope, scope.user, spec);
    case "SubjectAccessReview":
    case "LocalSubjectAccessReview": {
      refuseInvalid(scope.resource, "", [
        ...attributeErrors(spec),
        ...subjectErrors(spec),
        ...localErrors(scope, spec),
      ]);
      const { user: name = "", groups = [], uid, extra } = spec;
      const user = { name, groups, ...(uid === undefined ? {} : { uid }), ...(extra === undefined ? {} : { extra }) };
      return access(scope, user, spec);
    }
  }
}

function attributeErrors({ resourceAttributes, nonResourceAttributes }: AccessSpec): FieldError[] {
  if (resourceAttributes !== undefined && nonResourceAttributes !== undefined) {
    const why = "cannot be specified in combination with resourceAttributes";
    return [invalid("spec.nonResourceAttributes", nonResourceAttributes, why)];
  }
  if (resourceAttributes !== undefined || nonResourceAttributes !== undefined) return [];
  const why = "exactly one of nonResourceAttributes or resourceAttributes must be specified";
  return [invalid("spec.resourceAttributes", goText('"null"'), why)];
}

function subjectErrors({ user, groups }: AccessSpec): FieldError[] {
  if (user || groups?.length) return [];
  return [invalid("spec.user", "", "at least one of user or group must be specified")];
}

/** A LocalSubjectAccessReview asks about its own namespace only. */
function localErrors({ resource, namespace }: Scope, { resourceAttributes }: AccessSpec): FieldError[] {
  if (resource.info.kind !== "LocalSubjectAccessReview") return [];
  const asked = resourceAttributes?.namespace ?? "";
  if (resourceAttributes !== undefined && asked !== namespace) {
    return [invalid("spec.resourceAttributes.namespace", asked, "must match metadata.namespace")];
  }
  if (resourceAttributes !== undefined) return [];
  return [invalid("spec.nonResourceAttributes", goText('"null"'), "disallowed on this kind of request")];
}

function tokenStatus({ core }: Scope, { token, audiences }: AccessSpec): object {
  if (!token) throw new ApiError(badRequest("token is required for TokenReview in authentication"));
  const found = authenticateToken(core, token, audiences?.length ? audiences : undefined);
  if (found.kind === "refused") return { user: {}, error: found.why };
  return { authenticated: true, user: userInfo(found.user), audiences: found.audiences };
}

function userInfo({ name, uid, groups, extra }: UserInfo): object {
  return { username: name, ...(uid === undefined ? {} : { uid }), groups, ...(extra === undefined ? {} : { extra }) };
}

function access({ core }: Scope, user: UserInfo, spec: AccessSpec): object {
  const { allowed, reason } = authorize(core, user, attributesOf(spec));
  return { allowed, ...(reason === "" ? {} : { reason }) };
}

function attributesOf({ resourceAttributes, nonResourceAttributes }: AccessSpec): AccessAttributes {
  if (resourceAttributes === undefined)
    return { verb: nonResourceAttributes?.verb ?? "", path: nonResourceAttributes?.path ?? "" };
  const { verb = "", group = "", resource = "", subresource = "", namespace = "", name = "" } = resourceAttributes;
  return { verb, group, resource, subresource, namespace, name };
}

const EVERYTHING = [
  { verbs: ["*"], apiGroups: ["*"], resources: ["*"] },
  { verbs: ["*"], nonResourceURLs: ["*"] },
];

function rulesOf({ core, user }: Scope, namespace: string): object {
  const { rules, errors } = grantsOf(core, user, namespace);
  const all = [...(isTrusted(user) ? EVERYTHING : []), ...rules.map(({ rule }) => rule)];
  const resourceRules = all.filter((rule) => rule.resources !== undefined);
  const nonResourceRules = all.filter((rule) => rule.nonResourceURLs !== undefined);
  return {
    resourceRules,
    nonResourceRules,
    incomplete: errors.length > 0,
    ...(errors.length === 0 ? {} : { evaluationError: errors.join(", ") }),
  };
}

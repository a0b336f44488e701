// Questions about access: SubjectAccessReview and its relatives, SelfSubjectReview, TokenReview. Nothing is stored.

import type { ApiResponse, UserInfo } from "../../../api/request.ts";
import { ApiError, badRequest } from "../../../api/status.ts";
import { authenticateToken } from "../authentication.ts";
import type { Scope } from "../core.ts";
import { draftFromBody } from "../verbs/body.ts";
import { authorize, grantsOf, isTrusted } from "./rbac.ts";
import type { AccessAttributes } from "./rules.ts";

interface AccessSpec {
  readonly resourceAttributes?: Readonly<Record<string, string>>;
  readonly nonResourceAttributes?: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly groups?: readonly string[];
  readonly namespace?: string;
  readonly token?: string;
}

/** Answers a create of one of the review kinds; undefined for any other kind. */
export function review(scope: Scope): ApiResponse | undefined {
  const { kind } = scope.resource.info;
  if (!isReview(kind)) return undefined;
  const { apiVersion } = scope.resource;
  const draft = draftFromBody(scope, { apiVersion, kind });
  const spec = (draft.spec ?? {}) as AccessSpec;
  const status = statusOf(scope, kind, spec);
  const body = {
    kind,
    apiVersion,
    metadata: { creationTimestamp: null },
    ...(draft.spec === undefined ? {} : { spec }),
    status,
  };
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
      return rulesOf(scope, spec.namespace ?? "");
    case "TokenReview": {
      const user = authenticateToken(scope.core, spec.token ?? "");
      return user === undefined
        ? { user: {}, error: "invalid bearer token" }
        : { authenticated: true, user: userInfo(user) };
    }
    case "SelfSubjectAccessReview":
      return access(scope, scope.user, spec);
    case "SubjectAccessReview":
    case "LocalSubjectAccessReview":
      if (!spec.user && !spec.groups?.length)
        throw new ApiError(badRequest("at least one of user or group must be specified"));
      return access(scope, { name: spec.user ?? "", groups: spec.groups ?? [] }, spec);
  }
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

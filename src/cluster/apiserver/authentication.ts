// Who asks: users by certificate, service accounts by token.
// Simplified: tokens carry the claims of real ones, but are signed with a secret key that only this server has (HS256), not with a key
// pair; so nobody can forge one, and nobody else can check one either: `/openid/v1/jwks` lists no keys.

import type { UserInfo } from "../../api/request.ts";
import type { AnyObject } from "../../api/types.ts";
import { base64UrlOfBytes, bytesOfBase64Url } from "../../bytes/base64.ts";
import { bytesOfText, textOfBytes } from "../../bytes/bytes.ts";
import { hmacSha256 } from "../../bytes/sha256.ts";
import type { Core } from "./core.ts";

export const ISSUER = "https://kubernetes.default.svc.cluster.local";

interface Reference {
  readonly name: string;
  readonly uid: string;
}

export interface TokenClaims {
  readonly aud: readonly string[];
  readonly exp: number;
  readonly iat: number;
  readonly iss: string;
  readonly jti: string;
  readonly nbf: number;
  readonly sub: string;
  readonly "kubernetes.io": {
    readonly namespace: string;
    readonly node?: Reference;
    readonly pod?: Reference;
    readonly secret?: Reference;
    readonly serviceaccount: Reference;
    readonly warnafter?: number;
  };
}

export type Authentication =
  | { readonly kind: "known"; readonly user: UserInfo; readonly audiences: readonly string[] }
  | { readonly kind: "refused"; readonly why: string };

const AUTHENTICATED = "system:authenticated";
const CREDENTIAL_ID = "authentication.kubernetes.io/credential-id";

/** The user that kubeadm's admin kubeconfig stands for. */
export const ADMIN: UserInfo = { name: "kubernetes-admin", groups: ["kubeadm:cluster-admins", AUTHENTICATED] };

/** What a verified client certificate says about its owner. */
export interface CertificateSubject {
  readonly commonName: string;
  readonly organizations: readonly string[];
  /** SHA-256 of the certificate, in hexadecimal digits; tells one certificate of a user from another. */
  readonly fingerprint?: string;
}

/** A user by certificate: the common name is the user's, the organizations are the groups; undefined where it names nobody. */
export function certificateUser({ commonName, organizations, fingerprint }: CertificateSubject): UserInfo | undefined {
  if (commonName === "") return undefined;
  const groups = organizations.includes(AUTHENTICATED) ? organizations : [...organizations, AUTHENTICATED];
  const user = { name: commonName, groups };
  return fingerprint === undefined ? user : { ...user, extra: { [CREDENTIAL_ID]: [`X509SHA256=${fingerprint}`] } };
}

export function makeToken({ tokenKey }: Core, claims: TokenClaims): string {
  const head = `${encode({ alg: "HS256", kid: "k8s-tutor" })}.${encode(claims)}`;
  return `${head}.${signature(tokenKey, head)}`;
}

function encode(value: object): string {
  return base64UrlOfBytes(bytesOfText(JSON.stringify(value)));
}

function signature(key: string, head: string): string {
  return base64UrlOfBytes(hmacSha256(bytesOfText(key), bytesOfText(head)));
}

/** Whose token this is; refused when it is forged, expired, for somebody else, or its account or pod is gone. */
export function authenticateToken(core: Core, token: string, audiences: readonly string[] = [ISSUER]): Authentication {
  const claims = claimsOf(core, token);
  if (claims === undefined) return refused("");
  const shared = claims.aud.filter((each) => audiences.includes(each));
  if (shared.length === 0) {
    const quoted = (list: readonly string[]): string => `[${list.map((each) => JSON.stringify(each)).join(" ")}]`;
    return refused(`token audiences ${quoted(claims.aud)} is invalid for the target audiences ${quoted(audiences)}`);
  }
  if (claims.exp * 1000 <= core.clock.now()) return refused("service account token has expired");
  const why = whyInvalidated(core, claims);
  return why === undefined ? { kind: "known", user: userOf(claims), audiences: shared } : refused(why);
}

function refused(why: string): Authentication {
  return { kind: "refused", why: why === "" ? "invalid bearer token" : `[invalid bearer token, ${why}]` };
}

/** What a token is bound to must still be there, and be the same. */
function whyInvalidated(core: Core, { "kubernetes.io": bound }: TokenClaims): string | undefined {
  const { namespace, serviceaccount, pod, secret, node } = bound;
  const account = find(core, "serviceaccounts", namespace, serviceaccount.name);
  if (account === undefined) return `serviceaccounts ${JSON.stringify(serviceaccount.name)} not found`;
  if (account.metadata.uid !== serviceaccount.uid) {
    return `service account UID (${account.metadata.uid}) does not match claim (${serviceaccount.uid})`;
  }
  const isSame = (resource: string, wanted: Reference | undefined, within?: string): boolean =>
    wanted === undefined || find(core, resource, within, wanted.name)?.metadata.uid === wanted.uid;
  const isThere =
    isSame("pods", pod, namespace) &&
    isSame("secrets", secret, namespace) &&
    // A pod's token outlives its node, a node's does not.
    (pod !== undefined || isSame("nodes", node));
  return isThere ? undefined : "service account token has been invalidated";
}

function userOf({ jti, "kubernetes.io": { namespace, serviceaccount, pod, node } }: TokenClaims): UserInfo {
  const prefix = "authentication.kubernetes.io";
  const extra = {
    [CREDENTIAL_ID]: [`JTI=${jti}`],
    ...(node === undefined ? {} : { [`${prefix}/node-name`]: [node.name], [`${prefix}/node-uid`]: [node.uid] }),
    ...(pod === undefined ? {} : { [`${prefix}/pod-name`]: [pod.name], [`${prefix}/pod-uid`]: [pod.uid] }),
  };
  return { ...serviceAccountUser(namespace, serviceaccount.name, serviceaccount.uid), extra };
}

function serviceAccountUser(namespace: string, name: string, uid: string): UserInfo {
  const groups = ["system:serviceaccounts", `system:serviceaccounts:${namespace}`, AUTHENTICATED];
  return { name: `system:serviceaccount:${namespace}:${name}`, uid, groups };
}

/** The claims of a token of ours: what carries this server's signature was written by makeToken. */
function claimsOf({ tokenKey }: Core, token: string): TokenClaims | undefined {
  const [header, payload, signed, ...rest] = token.split(".");
  if (header === undefined || payload === undefined || rest.length > 0) return undefined;
  if (signed !== signature(tokenKey, `${header}.${payload}`)) return undefined;
  return JSON.parse(textOfBytes(bytesOfBase64Url(payload) ?? new Uint8Array())) as TokenClaims;
}

function find(core: Core, resource: string, namespace: string | undefined, name: string): AnyObject | undefined {
  const served = core.resources.named(resource);
  return served && core.storage.find(served, namespace, name);
}

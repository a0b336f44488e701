// Who asks: users by certificate, service accounts by token.
// Simplified: tokens carry the claims of real ones, but a checksum in the place of a signature; nobody outside the learner's own
// machine can reach this server, and what a token says can be read just like a real one's.

import type { UserInfo } from "../../api/request.ts";
import type { AnyObject } from "../../api/types.ts";
import { fnv1a } from "../../sim/random.ts";
import type { Core } from "./core.ts";

export const ISSUER = "https://kubernetes.default.svc.cluster.local";

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
    readonly serviceaccount: { readonly name: string; readonly uid: string };
    readonly pod?: { readonly name: string; readonly uid: string };
    readonly node?: { readonly name: string; readonly uid: string };
  };
}

const AUTHENTICATED = "system:authenticated";

/** The user that kubeadm's admin kubeconfig stands for. */
export const ADMIN: UserInfo = { name: "kubernetes-admin", groups: ["kubeadm:cluster-admins", AUTHENTICATED] };
export function makeToken(claims: TokenClaims): string {
  const head = `${encode({ alg: "RS256", kid: "k8s-tutor" })}.${encode(claims)}`;
  return `${head}.${checksum(head)}`;
}

function encode(value: object): string {
  return btoa(JSON.stringify(value)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function checksum(text: string): string {
  const words = Array.from({ length: 8 }, (_, index) =>
    fnv1a(`${index}/${text}/k8s-tutor`).toString(36).padStart(7, "0"),
  );
  return words.join("");
}

/** The service account that a token stands for; undefined when it is forged, expired, or its account or pod is gone. */
export function authenticateToken(core: Core, token: string): UserInfo | undefined {
  const claims = claimsOf(token);
  if (claims === undefined || claims.exp * 1000 <= core.clock.now()) return undefined;
  const { namespace, serviceaccount, pod } = claims["kubernetes.io"];
  const account = find(core, "serviceaccounts", namespace, serviceaccount.name);
  if (account?.metadata.uid !== serviceaccount.uid) return undefined;
  if (pod !== undefined && find(core, "pods", namespace, pod.name)?.metadata.uid !== pod.uid) return undefined;
  return serviceAccountUser(namespace, serviceaccount.name, serviceaccount.uid);
}

export function serviceAccountUser(namespace: string, name: string, uid: string): UserInfo {
  const groups = ["system:serviceaccounts", `system:serviceaccounts:${namespace}`, AUTHENTICATED];
  return { name: `system:serviceaccount:${namespace}:${name}`, uid, groups };
}

function claimsOf(token: string): TokenClaims | undefined {
  const [header, payload, signature] = token.split(".");
  if (header === undefined || payload === undefined || signature !== checksum(`${header}.${payload}`)) return undefined;
  return JSON.parse(atob(payload.replace(/-/g, "+").replace(/_/g, "/"))) as TokenClaims;
}

function find(core: Core, resource: string, namespace: string, name: string): AnyObject | undefined {
  const served = core.resources.named(resource);
  return served && core.storage.find(served, namespace, name);
}

// Stands for the scheme of types that are compiled into kubectl: some commands work only on objects of these.

import { goQuote } from "../api/go-values.ts";
import type { AnyObject } from "../api/types.ts";
import { KubectlError } from "./errors.ts";

const GROUPS: readonly string[] = [
  "",
  "admissionregistration.k8s.io",
  "apps",
  "authentication.k8s.io",
  "authorization.k8s.io",
  "autoscaling",
  "batch",
  "certificates.k8s.io",
  "coordination.k8s.io",
  "discovery.k8s.io",
  "events.k8s.io",
  "extensions",
  "flowcontrol.apiserver.k8s.io",
  "internal.apiserver.k8s.io",
  "networking.k8s.io",
  "node.k8s.io",
  "policy",
  "rbac.authorization.k8s.io",
  "resource.k8s.io",
  "scheduling.k8s.io",
  "storage.k8s.io",
  "storagemigration.k8s.io",
];

export function isRegistered(apiVersion: string): boolean {
  return GROUPS.includes(apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "");
}

/** @throws KubectlError for an object that kubectl has no type for. */
export function requireRegistered({ apiVersion, kind }: Pick<AnyObject, "apiVersion" | "kind">): void {
  if (!isRegistered(apiVersion)) throw notRegistered(apiVersion, kind);
}

export function notRegistered(apiVersion: string, kind: string): KubectlError {
  const what = `no kind ${goQuote(kind)} is registered for version ${goQuote(apiVersion)}`;
  return new KubectlError(`${what} in scheme "pkg/scheme/scheme.go:28"`);
}

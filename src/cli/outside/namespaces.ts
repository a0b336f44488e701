// Namespaces of a cluster outside: made, waited for, and removed only where the tutor has made them.

import type { ApiResponse, ApiTransport } from "../../api/request.ts";
import type { AnyObject } from "../../api/types.ts";
import { UserError } from "../failure.ts";

/** On everything that a lesson's setup makes outside: whose it is. */
export const lessonLabel = "k8s-tutor/lesson";

const collection = "/api/v1/namespaces";
const lookAgainMs = 300;
const accountLimitMs = 15_000;
const removalLimitMs = 180_000;

export async function findNamespace(api: ApiTransport, name: string): Promise<AnyObject | undefined> {
  const response = await api({ method: "GET", path: `${collection}/${name}`, query: {} });
  if (response.status === 404) return undefined;
  return objectOf(response, name, "notLookedAt");
}

/** Makes it, and waits until pods can be created there. */
export async function makeNamespace(
  api: ApiTransport,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<AnyObject> {
  const body = { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
  const response = await api({ method: "POST", path: collection, query: {}, body, userAgent: "k8s-tutor" });
  const made = objectOf(response, name, "notMade");
  const path = `${collection}/${name}/serviceaccounts/default`;
  await until(async () => (await api({ method: "GET", path, query: {} })).status === 200, accountLimitMs);
  return made;
}

/** Removes exactly this one, by its uid, with everything in it; the cluster does so in its own time. */
export async function removeNamespace(api: ApiTransport, { metadata }: AnyObject): Promise<void> {
  const { name, uid } = metadata;
  const body = { apiVersion: "v1", kind: "DeleteOptions", preconditions: { uid } };
  const response = await api({ method: "DELETE", path: `${collection}/${name}`, query: {}, body });
  // It is gone already, or another one has its name: that one is not ours.
  if (response.status !== 404 && response.status !== 409) objectOf(response, name, "notRemovable");
}

/** Waits until this one is gone. */
export async function awaitRemoval(api: ApiTransport, { metadata: { name, uid } }: AnyObject): Promise<void> {
  const isGone = async () => (await findNamespace(api, name))?.metadata.uid !== uid;
  if (await until(isGone, removalLimitMs)) return;
  throw new UserError(({ outside }) => outside.namespaceStays(name));
}

async function until(isSo: () => Promise<boolean>, limitMs: number): Promise<boolean> {
  const end = Date.now() + limitMs;
  while (!(await isSo())) {
    if (Date.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
  }
  return true;
}

function objectOf(
  response: ApiResponse,
  name: string,
  complaint: "notLookedAt" | "notMade" | "notRemovable",
): AnyObject {
  if (response.kind === "object" && response.status < 300) return response.body as AnyObject;
  const message = response.kind === "object" ? (response.body as { message?: string }).message : undefined;
  throw new UserError(({ outside }) => outside[complaint](name, message ?? outside.answered(response.status)));
}

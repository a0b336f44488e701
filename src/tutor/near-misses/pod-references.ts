// What the kubelet says of a reference that leads nowhere, put beside what is there.

import type { AnyObject } from "../../api/types.ts";
import { closestTo } from "./closeness.ts";
import type { Say } from "./finding.ts";
import type { Scene } from "./scene.ts";

const KINDS: Readonly<Record<string, string>> = { configmap: "ConfigMap", secret: "Secret" };

/** A sentence about the ConfigMap, the Secret or the key that the message names. */
export async function wrongReference(message: string, pod: AnyObject, scene: Scene): Promise<Say | undefined> {
  return (await missingKey(message, pod, scene)) ?? (await missingObject(message, pod, scene));
}

async function missingObject(message: string, pod: AnyObject, scene: Scene): Promise<Say | undefined> {
  const [, resource = "", name = ""] = /\b(configmap|secret) "([^"]+)" not found/i.exec(message) ?? [];
  const kind = KINDS[resource.toLowerCase()];
  if (kind === undefined) return undefined;
  const namespace = pod.metadata.namespace ?? "";
  const here = (await scene.living(kind, namespace)).map(({ metadata }) => metadata.name);
  const close = closestTo(name, here);
  if (close !== undefined) return (says) => says.referenceSlip(kind, name, close.word);
  const elsewhere = (await scene.all(kind)).find(({ metadata }) => metadata.name === name)?.metadata.namespace;
  if (elsewhere === undefined) return (says) => says.referenceGone(kind, name, `kubectl get ${kind.toLowerCase()}s`);
  return (says) => says.referenceElsewhere(kind, name, elsewhere);
}

async function missingKey(message: string, pod: AnyObject, scene: Scene): Promise<Say | undefined> {
  const [, key = "", kind = "", name = ""] =
    /couldn't find key (\S+) in (ConfigMap|Secret) \S+?\/(\S+)/.exec(message) ??
    /(?:references non-existent (?:config|secret) key): (\S+)/.exec(message) ??
    [];
  if (key === "") return undefined;
  const object = (await scene.living(kind, pod.metadata.namespace ?? "")).find(
    ({ metadata }) => metadata.name === name,
  );
  const keys = Object.keys({ ...asMap(object?.data), ...asMap(object?.binaryData) });
  const close = closestTo(key, keys);
  const there = close?.word ?? keys.join("`, `");
  return (says) => says.referenceKey(key, name === "" ? undefined : `${kind} \`${name}\``, there);
}

function asMap(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}

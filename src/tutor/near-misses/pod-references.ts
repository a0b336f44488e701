// What the kubelet says of a reference that leads nowhere, put beside what is there.

import type { AnyObject } from "../../api/types.ts";
import { closestTo } from "./closeness.ts";
import type { Scene } from "./scene.ts";

const KINDS: Readonly<Record<string, string>> = { configmap: "ConfigMap", secret: "Secret" };

/** A sentence about the ConfigMap, the Secret or the key that the message names. */
export async function wrongReference(message: string, pod: AnyObject, scene: Scene): Promise<string | undefined> {
  return (await missingKey(message, pod, scene)) ?? (await missingObject(message, pod, scene));
}

async function missingObject(message: string, pod: AnyObject, scene: Scene): Promise<string | undefined> {
  const [, resource = "", name = ""] = /\b(configmap|secret) "([^"]+)" not found/i.exec(message) ?? [];
  const kind = KINDS[resource.toLowerCase()];
  if (kind === undefined) return undefined;
  const namespace = pod.metadata.namespace ?? "";
  const here = (await scene.living(kind, namespace)).map(({ metadata }) => metadata.name);
  const close = closestTo(name, here);
  const start = `It asks for the ${kind} \`${name}\`, which is not there`;
  if (close !== undefined) return `${start}; there is \`${close.word}\`. Compare the names.`;
  const elsewhere = (await scene.all(kind)).find(({ metadata }) => metadata.name === name)?.metadata.namespace;
  if (elsewhere === undefined) return `${start}. Look at \`kubectl get ${kind.toLowerCase()}s\`.`;
  return `${start}: one of that name is in the namespace \`${elsewhere}\`, and a Pod reads only those of its own.`;
}

async function missingKey(message: string, pod: AnyObject, scene: Scene): Promise<string | undefined> {
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
  const start = `It asks for the key \`${key}\`${name === "" ? "" : ` of the ${kind} \`${name}\``}`;
  return there === "" ? `${start}, which is not there.` : `${start}; there is \`${there}\`. Compare the keys.`;
}

function asMap(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}

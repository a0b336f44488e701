// The files of configMap, secret, downwardAPI and projected volumes, as data. Throws VolumeError where a source is missing.

import type { ConfigMap, Pod, Secret, Volume } from "../../api/types.ts";
import { textOfBase64 } from "../../bytes/base64.ts";
import { fieldValue, type NodeFacts, resourceValue } from "./field-values.ts";

/** Raised when a volume cannot be set up; the message follows `MountVolume.SetUp failed for volume "x" : `. */
export class VolumeError extends Error {}

export interface VolumeFile {
  readonly path: string;
  readonly content: string;
  readonly mode: number;
}

export interface ContentSources {
  readonly pod: Pod;
  readonly node: NodeFacts;
  readonly podIP: string;
  findConfigMap(name: string): ConfigMap | undefined;
  findSecret(name: string): Secret | undefined;
  serviceAccountToken(audience: string | undefined, expirationSeconds: number): string;
}

type KeyToPath = { readonly key: string; readonly path: string; readonly mode?: number };
type DownwardItems = NonNullable<NonNullable<Volume["downwardAPI"]>["items"]>;
interface Reference {
  readonly name: string;
  readonly items?: readonly KeyToPath[] | undefined;
  readonly optional?: boolean | undefined;
  readonly mode: number;
}

/** True for the kinds of volume that this file knows. */
export function isGenerated(volume: Volume): boolean {
  return (volume.configMap ?? volume.secret ?? volume.downwardAPI ?? volume.projected) !== undefined;
}

export function generatedFiles(volume: Volume, sources: ContentSources): readonly VolumeFile[] {
  const { configMap, secret, downwardAPI, projected } = volume;
  if (configMap !== undefined) {
    const { name = "", items, optional, defaultMode = 0o644 } = configMap;
    return configMapFiles({ name, items, optional, mode: defaultMode }, sources);
  }
  if (secret !== undefined) {
    const { secretName = "", items, optional, defaultMode = 0o644 } = secret;
    return secretFiles({ name: secretName, items, optional, mode: defaultMode }, sources);
  }
  if (downwardAPI !== undefined)
    return downwardFiles(downwardAPI.items ?? [], downwardAPI.defaultMode ?? 0o644, sources);
  const mode = projected?.defaultMode ?? 0o644;
  return (projected?.sources ?? []).flatMap((source) => projectedFiles(source, mode, sources));
}

type ProjectedSource = NonNullable<NonNullable<Volume["projected"]>["sources"]>[number];

function projectedFiles(source: ProjectedSource, mode: number, sources: ContentSources): readonly VolumeFile[] {
  const { configMap, secret, downwardAPI, serviceAccountToken } = source;
  if (configMap !== undefined)
    return configMapFiles(
      { name: configMap.name ?? "", items: configMap.items, optional: configMap.optional, mode },
      sources,
    );
  if (secret !== undefined)
    return secretFiles({ name: secret.name ?? "", items: secret.items, optional: secret.optional, mode }, sources);
  if (downwardAPI !== undefined) return downwardFiles(downwardAPI.items ?? [], mode, sources);
  if (serviceAccountToken === undefined) return [];
  const content = sources.serviceAccountToken(
    serviceAccountToken.audience,
    serviceAccountToken.expirationSeconds ?? 3600,
  );
  return [{ path: serviceAccountToken.path, content, mode }];
}

function configMapFiles(reference: Reference, sources: ContentSources): readonly VolumeFile[] {
  const found = sources.findConfigMap(reference.name);
  if (found === undefined) {
    if (reference.optional === true) return [];
    throw new VolumeError(`configmap "${reference.name}" not found`);
  }
  const binary = Object.entries(found.binaryData ?? {}).map(([key, value]): [string, string] => [
    key,
    textOfBase64(value) ?? "",
  ]);
  const data = { ...found.data, ...Object.fromEntries(binary) };
  return pick(data, reference, "configmap references non-existent config key");
}

function secretFiles(reference: Reference, sources: ContentSources): readonly VolumeFile[] {
  const found = sources.findSecret(reference.name);
  if (found === undefined) {
    if (reference.optional === true) return [];
    throw new VolumeError(`secret "${reference.name}" not found`);
  }
  const data = Object.fromEntries(
    Object.entries(found.data ?? {}).map(([key, value]) => [key, textOfBase64(value) ?? ""]),
  );
  return pick(data, reference, "references non-existent secret key");
}

function pick(
  data: Readonly<Record<string, string>>,
  { items, optional, mode }: Reference,
  missing: string,
): readonly VolumeFile[] {
  if (items === undefined) return Object.entries(data).map(([path, content]) => ({ path, content, mode }));
  return items.flatMap((item): VolumeFile[] => {
    const content = data[item.key];
    if (content !== undefined) return [{ path: item.path, content, mode: item.mode ?? mode }];
    if (optional === true) return [];
    throw new VolumeError(`${missing}: ${item.key}`);
  });
}

function downwardFiles(
  items: DownwardItems,
  mode: number,
  { pod, node, podIP }: ContentSources,
): readonly VolumeFile[] {
  return items.map((item) => {
    const { fieldRef, resourceFieldRef } = item;
    const container = pod.spec.containers.find(({ name }) => name === resourceFieldRef?.containerName);
    const content =
      fieldRef !== undefined
        ? fieldValue(pod, fieldRef.fieldPath, node, podIP)
        : container === undefined || resourceFieldRef === undefined
          ? ""
          : resourceValue(container, resourceFieldRef.resource, resourceFieldRef.divisor, node);
    return { path: item.path, content, mode: item.mode ?? mode };
  });
}

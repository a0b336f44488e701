// Hands the manifests of lessons to the API server of a scratch cluster, strictly and without keeping them.

import type { AnyObject } from "../../api/types.ts";
import { MemoryFiles } from "../../shell/memory-files.ts";
import { closest } from "../../tutor/format/slip.ts";
import { kindNamed, knownKinds } from "../../tutor/kinds.ts";
import type { Finding, Specimen } from "../../tutor/lint/finding.ts";
import { placedManifests } from "../../tutor/lint/manifest-place.ts";
import { nodeAt } from "../../tutor/load.ts";
import { chooseProfile } from "../profiles.ts";
import { schemaSource } from "../schema-source.ts";
import { LearnerWorld } from "../world.ts";

const startMs = Date.parse("2026-01-05T09:00:00Z");

/** Boots one cluster for each profile that is asked for. */
export class DryRun {
  private readonly worlds = new Map<string, LearnerWorld>();

  async judge({ file, lesson, document }: Specimen, content: string): Promise<readonly Finding[]> {
    const placed = placedManifests(nodeAt(document, ["setup", "manifests"]), content);
    if (lesson.setup?.manifests === undefined || placed.length === 0) return [];
    const manifests = placed.map(({ manifest }) => manifest).filter(isManifest);
    const findings: Finding[] = [];
    for (const { manifest, placeOf } of placed) {
      if (!isManifest(manifest)) continue;
      const fault = await this.faultOf(alone(manifest, manifests), lesson.setup.cluster ?? "city");
      if (fault !== undefined) findings.push({ file, ...placeOf(fault), level: "error", message: fault });
    }
    return findings;
  }

  close(): void {
    for (const world of this.worlds.values()) world.close();
  }

  private async faultOf(manifest: AnyObject, cluster: string): Promise<string | undefined> {
    const { kind, apiVersion, metadata } = manifest;
    const name = `${kind} ${metadata.name ?? ""}`.trim();
    const info = kindNamed(kind);
    if (info === undefined) {
      const close = closest(
        kind,
        knownKinds().map((one) => one.kind),
      );
      return `${name}: lessons do not know the kind \`${kind}\`. ${close === undefined ? "Take it out." : `Did you mean \`${close}\`?`}`;
    }
    const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const path = `${root}${info.namespaced ? `/namespaces/${metadata.namespace ?? "default"}` : ""}/${info.resource}`;
    const query = { dryRun: "All", fieldValidation: "Strict" };
    const response = await this.worldOf(cluster).admin({ method: "POST", path, query, body: manifest });
    if (response.status < 300) return undefined;
    if (response.status === 404 && apiVersion !== info.apiVersion)
      return `${name}: the cluster has no ${kind} of ${apiVersion}. Write \`apiVersion: ${info.apiVersion}\`.`;
    const said = response.kind === "object" ? (response.body as { readonly message?: string }).message : undefined;
    return `${name}: the API server refuses it: ${said ?? `status ${response.status}`}. Correct the manifest.`;
  }

  private worldOf(cluster: string): LearnerWorld {
    const known = this.worlds.get(cluster);
    if (known !== undefined) return known;
    const files = new MemoryFiles({ now: () => startMs });
    const world = LearnerWorld.boot({
      profile: chooseProfile({ cluster }),
      seed: 1,
      startMs,
      schema: schemaSource(),
      files,
    });
    this.worlds.set(cluster, world);
    return world;
  }
}

/** The manifest as it can be tried without those that it builds on, which are only tried, too: their names are taken out. */
function alone(manifest: AnyObject, all: readonly AnyObject[]): AnyObject {
  const made = (kind: string, name: unknown) => all.some((one) => one.kind === kind && one.metadata.name === name);
  const { namespace, ...metadata } = manifest.metadata;
  const inNamespace = namespace === undefined || made("Namespace", namespace) ? { metadata } : {};
  const spec = { ...(manifest.spec as Readonly<Record<string, unknown>> | undefined) };
  if (made("ServiceAccount", spec.serviceAccountName)) delete spec.serviceAccountName;
  if (made("PriorityClass", spec.priorityClassName)) delete spec.priorityClassName;
  return { ...manifest, ...inNamespace, ...(manifest.spec === undefined ? {} : { spec }) } as AnyObject;
}

function isManifest(value: unknown): value is AnyObject {
  return typeof value === "object" && value !== null && "kind" in value && "apiVersion" in value && "metadata" in value;
}

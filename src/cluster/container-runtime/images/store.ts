// Stands for containerd's image store on one node: what has been pulled, and how long a pull takes.

import type { Random } from "../../../sim/random.ts";
import type { Login } from "./private-registry.ts";
import { formatReference, parseReference } from "./reference.ts";
import type { FoundImage, Registry } from "./registry.ts";
import type { Refusal } from "./registry-refusal.ts";

export interface PullResult {
  readonly durationMs: number;
  readonly outcome: FoundImage | Refusal;
}

export interface ImageStoreOptions {
  readonly registry: Registry;
  readonly random: Random;
  /** `cached`: known images with a tag other than latest are on the node from the start. */
  readonly images: "cached" | "cold";
}

/** Bytes a millisecond that a node downloads and unpacks. */
const BYTES_PER_MS = 25_000;

export class ImageStore {
  private readonly pulled = new Map<string, FoundImage>();

  constructor(private readonly options: ImageStoreOptions) {}

  /** The image if it is on the node. */
  find(text: string): FoundImage | undefined {
    const reference = parseReference(text);
    if ("error" in reference) return undefined;
    const known = this.pulled.get(formatReference(reference));
    if (known !== undefined) return known;
    const found = this.options.registry.resolve(text);
    if ("error" in found || !found.isPublic) return undefined;
    const isLatest = (found.reference.tag ?? "latest") === "latest";
    if (this.options.images !== "cached" || isLatest) return undefined;
    this.pulled.set(found.name, found);
    return found;
  }

  /** Looks the image up in its registry and fetches what is missing. The caller lets the time pass, then calls `keep`. */
  beginPull(text: string, login?: Login): PullResult {
    const outcome = this.options.registry.resolve(text, login);
    const resolveMs = Math.round(this.options.random.between(25, 60));
    if ("error" in outcome) {
      const durationMs = this.options.images === "cached" ? resolveMs * 4 : resolveMs * 15;
      return { durationMs: durationMs + (outcome.waitMs ?? 0), outcome };
    }
    // Layers that are there already are not fetched again: only the manifest is looked up.
    const hasLayers = (this.options.images === "cached" && outcome.isPublic) || this.pulled.has(outcome.name);
    if (hasLayers) return { durationMs: resolveMs, outcome };
    return { durationMs: resolveMs * 10 + Math.round(outcome.image.sizeBytes / BYTES_PER_MS), outcome };
  }

  keep(image: FoundImage): void {
    this.pulled.set(image.name, image);
  }

  /** As the node's status lists them, largest first. */
  list(): readonly { readonly names: readonly string[]; readonly sizeBytes: number }[] {
    const all = [...this.pulled.values()].map((found) => ({
      names: [found.id, found.name],
      sizeBytes: found.image.sizeBytes,
    }));
    return all.sort((a, b) => b.sizeBytes - a.sizeBytes);
  }

  /** Why a name cannot be an image at all; undefined when it can. */
  nameError(text: string): string | undefined {
    const reference = parseReference(text);
    return "error" in reference ? reference.error : undefined;
  }
}

// Stands for the registries that nodes can reach: which repositories and tags exist, and who may have them.
// Simplified: an account that no profile declares is taken to exist and to own nothing, so what is public can be pulled with it.

import { fnv1a } from "../../../sim/random.ts";
import type { Image } from "./image.ts";
import { type Login, type PrivateRegistry, standingOf, tagsOf } from "./private-registry.ts";
import { formatReference, type ImageReference, parseReference } from "./reference.ts";
import { notFound, type Refusal, refusal, splitRepository } from "./registry-refusal.ts";

export interface FoundImage {
  readonly image: Image;
  readonly reference: ImageReference;
  /** As in `docker.io/library/nginx:1.27`. */
  readonly name: string;
  /** As in `docker.io/library/nginx@sha256:…`. */
  readonly id: string;
  /** The name of the image that has the same layers: its own, unless it is a copy. */
  readonly layers: string;
  /** In a registry that everybody knows, rather than in one that a profile declares. */
  readonly isPublic: boolean;
}

export interface RegistryOptions {
  readonly registries?: readonly PrivateRegistry[];
  /** Where a machine answers that no registry is there. */
  readonly nodeAddresses?: readonly string[];
}

/** Old and other names of repositories that hold the same images. */
const MIRRORS: readonly (readonly [prefix: string, original: string])[] = [
  ["index.docker.io/", "docker.io/"],
  ["registry-1.docker.io/", "docker.io/"],
  ["mirror.gcr.io/", "docker.io/"],
  ["public.ecr.aws/docker/", "docker.io/"],
  ["k8s.gcr.io/", "registry.k8s.io/"],
];

export class Registry {
  private readonly byRepository: ReadonlyMap<string, Image>;

  constructor(
    images: readonly Image[],
    private readonly options: RegistryOptions = {},
  ) {
    this.byRepository = new Map(images.map((image) => [image.repository, image]));
  }

  /** The image, or the error of the pull as gRPC reports it. */
  resolve(text: string, login?: Login): FoundImage | Refusal {
    const reference = parseReference(text);
    if ("error" in reference) return reference;
    const { host } = splitRepository(reference.repository);
    const declared = this.options.registries?.filter((registry) => registry.host === host) ?? [];
    for (const registry of declared) {
      const answer = this.declaredImage(registry, reference, login);
      if (answer !== undefined) return answer;
    }
    const image = this.publicImage(reference.repository);
    if (image !== undefined) return found(image, reference, formatReference(reference), true) ?? notFound(reference);
    const [registry] = declared;
    const standing = registry === undefined ? "anonymous" : standingOf(registry, login);
    const nodeAddresses = this.options.nodeAddresses ?? [];
    return refusal(reference, standing, { isDeclared: registry !== undefined, nodeAddresses });
  }

  private publicImage(repository: string): Image | undefined {
    const known = this.byRepository.get(repository);
    if (known !== undefined) return known;
    const mirror = MIRRORS.find(([prefix]) => repository.startsWith(prefix));
    if (mirror === undefined) return undefined;
    const original = this.byRepository.get(mirror[1] + repository.slice(mirror[0].length));
    return original === undefined ? undefined : { ...original, repository };
  }

  /** Undefined when the declared registry has no such repository. */
  private declaredImage(
    registry: PrivateRegistry,
    reference: ImageReference,
    login: Login | undefined,
  ): FoundImage | Refusal | undefined {
    const { path } = splitRepository(reference.repository);
    const tags = tagsOf(registry, path);
    if (tags.size === 0) return undefined;
    const standing = standingOf(registry, login);
    if (standing !== "right login") return refusal(reference, standing, { isDeclared: true, nodeAddresses: [] });
    for (const [tag, source] of tags) {
      if (reference.tag !== undefined && reference.tag !== tag) continue;
      const original = parseReference(source);
      if ("error" in original) continue;
      const image = this.byRepository.get(original.repository);
      const copiedTag = original.tag ?? "latest";
      if (image?.hasTag(copiedTag) !== true) continue;
      const copy = {
        ...image,
        repository: reference.repository,
        hasTag: (wanted: string) => wanted === tag,
        config: () => image.config(copiedTag),
      };
      const isThere = found(copy, { ...reference, tag }, formatReference(original), false);
      if (isThere !== undefined) return isThere;
    }
    return notFound(reference);
  }
}

function found(image: Image, reference: ImageReference, layers: string, isPublic: boolean): FoundImage | undefined {
  const tag = reference.tag ?? "latest";
  const id = `${reference.repository}@${digestOf(image, tag)}`;
  const isThere = reference.digest === undefined ? image.hasTag(tag) : id.endsWith(reference.digest);
  return isThere ? { image, reference, name: formatReference(reference), id, layers, isPublic } : undefined;
}

/** A digest that stays the same for an image and tag, though it is not the real one. */
function digestOf(image: Image, tag: string): string {
  let hex = "";
  for (let part = 0; hex.length < 64; part++)
    hex += fnv1a(`${image.repository}:${tag}#${part}`).toString(16).padStart(8, "0");
  return `sha256:${hex.slice(0, 64)}`;
}

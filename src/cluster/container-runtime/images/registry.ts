// Stands for the registries on the internet: which repositories and tags exist, and what they answer when one does not.

import { fnv1a } from "../../../sim/random.ts";
import type { Image } from "./image.ts";
import { formatReference, type ImageReference, parseReference } from "./reference.ts";

export interface FoundImage {
  readonly image: Image;
  readonly reference: ImageReference;
  /** As in `docker.io/library/nginx:1.27`. */
  readonly name: string;
  /** As in `docker.io/library/nginx@sha256:…`. */
  readonly id: string;
}

export class Registry {
  private readonly byRepository: ReadonlyMap<string, Image>;

  constructor(readonly images: readonly Image[]) {
    this.byRepository = new Map(images.map((image) => [image.repository, image]));
  }

  /** The image, or the error of the pull as gRPC reports it. */
  resolve(text: string): FoundImage | { readonly error: string } {
    const reference = parseReference(text);
    if ("error" in reference) return reference;
    const name = formatReference(reference);
    const image = this.byRepository.get(reference.repository);
    if (image === undefined) return { error: repositoryError(reference.repository, name) };
    const id = `${reference.repository}@${digestOf(image, reference.tag ?? "latest")}`;
    const isThere =
      reference.digest === undefined ? image.hasTag(reference.tag ?? "latest") : id.endsWith(reference.digest);
    if (!isThere) return { error: `rpc error: code = NotFound desc = ${failed(name)} ${name}: not found` };
    return { image, reference, name, id };
  }
}

function failed(name: string): string {
  return `failed to pull and unpack image "${name}": failed to resolve reference "${name}":`;
}

/** Docker Hub does not tell a private repository from none; other registries that do not exist are no hosts at all. */
function repositoryError(repository: string, name: string): string {
  const host = repository.slice(0, repository.indexOf("/"));
  if (host === "docker.io") {
    return `${failed(name)} pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`;
  }
  if (["registry.k8s.io", "quay.io", "gcr.io", "mcr.microsoft.com"].includes(host)) {
    return `rpc error: code = NotFound desc = ${failed(name)} ${name}: not found`;
  }
  if (host === "ghcr.io") {
    return `${failed(name)} failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?scope=repository%3A${encodeURIComponent(repository.slice(host.length + 1))}%3Apull&service=ghcr.io: 403 Forbidden`;
  }
  const path = repository.slice(host.length + 1);
  const tag = name.slice(name.lastIndexOf(":") + 1);
  const bare = host.replace(/:\d+$/, "");
  return `${failed(name)} failed to do request: Head "https://${host}/v2/${path}/manifests/${tag}": dial tcp: lookup ${bare}: no such host`;
}

/** A digest that stays the same for an image and tag, though it is not the real one. */
function digestOf(image: Image, tag: string): string {
  let hex = "";
  for (let part = 0; hex.length < 64; part++)
    hex += fnv1a(`${image.repository}:${tag}#${part}`).toString(16).padStart(8, "0");
  return `sha256:${hex.slice(0, 64)}`;
}

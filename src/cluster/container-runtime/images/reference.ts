// Stands for the reference parser of containerd: `nginx` means `docker.io/library/nginx:latest`.

export interface ImageReference {
  /** As in `docker.io/library/nginx`. */
  readonly repository: string;
  /** Absent when only a digest is named. */
  readonly tag?: string;
  /** As in `sha256:…`. */
  readonly digest?: string;
}

export type ParsedReference = ImageReference | { readonly error: string };

const PATH_COMPONENT = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const DIGEST = /^[a-z0-9]+:[0-9a-f]{64}$/;
const INVALID = "invalid reference format";

export function parseReference(text: string): ParsedReference {
  const [beforeDigest = "", digest] = text.split("@");
  if (digest !== undefined && !DIGEST.test(digest)) return { error: INVALID };
  const colon = beforeDigest.lastIndexOf(":");
  const hasTag = colon > beforeDigest.lastIndexOf("/");
  const name = hasTag ? beforeDigest.slice(0, colon) : beforeDigest;
  const tag = hasTag ? beforeDigest.slice(colon + 1) : undefined;
  if (tag !== undefined && !TAG.test(tag)) return { error: INVALID };
  const repository = fullName(name);
  const path = repository.slice(repository.indexOf("/") + 1);
  if (!path.split("/").every((part) => PATH_COMPONENT.test(part))) {
    const isOnlyCase = path.split("/").every((part) => PATH_COMPONENT.test(part.toLowerCase()));
    return { error: isOnlyCase ? `${INVALID}: repository name (${path}) must be lowercase` : INVALID };
  }
  if (digest !== undefined) return { repository, digest, ...(tag === undefined ? {} : { tag }) };
  return { repository, tag: tag ?? "latest" };
}

/** The first part is a registry only if it looks like a host. */
function fullName(name: string): string {
  const slash = name.indexOf("/");
  if (slash < 0) return `docker.io/library/${name}`;
  const host = name.slice(0, slash);
  if (host.includes(".") || host.includes(":") || host === "localhost") return name;
  return `docker.io/${name}`;
}

export function formatReference({ repository, tag, digest }: ImageReference): string {
  const named = tag === undefined ? repository : `${repository}:${tag}`;
  return digest === undefined ? named : `${repository}@${digest}`;
}

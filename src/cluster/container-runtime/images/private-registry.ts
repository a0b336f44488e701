// Stands for a registry that a cluster profile declares: what it holds, and who may pull from it.

/** What a client of a registry says of itself. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

export interface PrivateRegistry {
  /** With its port, where it is not the usual one: `registry.example.com`, `docker.io`. */
  readonly host: string;
  /** The one account that may pull; absent where anybody may. */
  readonly account?: Login;
  /** By `path:tag`, the image of the catalogue that it is a copy of. */
  readonly images: Readonly<Record<string, string>>;
}

/** How somebody who asks for an image stands with its registry. */
export type Standing = "anonymous" | "wrong login" | "right login";

export function standingOf({ account }: PrivateRegistry, login: Login | undefined): Standing {
  if (account === undefined) return "right login";
  if (login === undefined) return "anonymous";
  const isRight = login.username === account.username && login.password === account.password;
  return isRight ? "right login" : "wrong login";
}

/** The images of a registry whose path is this one, by tag. */
export function tagsOf({ images }: PrivateRegistry, path: string): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  for (const [name, source] of Object.entries(images)) {
    const colon = name.lastIndexOf(":");
    const [itsPath, tag] = colon < 0 ? [name, "latest"] : [name.slice(0, colon), name.slice(colon + 1)];
    if (itsPath === path) tags.set(tag, source);
  }
  return tags;
}

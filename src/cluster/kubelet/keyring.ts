// Stands for the kubelet's keyring: the names and passwords for registries that a pod's imagePullSecrets hold.

import type { Secret } from "../../api/types.ts";
import { textOfBase64 } from "../../bytes/base64.ts";
import type { Login } from "../container-runtime/images/private-registry.ts";

/** By the secret's type: its key, and whether the entries stand below `auths`. */
const FORMS: Readonly<Record<string, { readonly key: string; readonly isNested: boolean }>> = {
  "kubernetes.io/dockerconfigjson": { key: ".dockerconfigjson", isNested: true },
  "kubernetes.io/dockercfg": { key: ".dockercfg", isNested: false },
};

interface Entry {
  /** A registry's host, which may hold `*`, with a port and the beginning of a path, as far as they are given. */
  readonly place: string;
  readonly login: Login;
}

/** The logins that are meant for a repository, the most specific first. @param repository as in `docker.io/library/nginx`. */
export function loginsFor(secrets: readonly Secret[], repository: string): readonly Login[] {
  const entries = secrets.flatMap(entriesOf).toSorted((a, b) => (a.place < b.place ? 1 : a.place > b.place ? -1 : 0));
  const fitting = entries.filter(({ place }) => covers(place, repository));
  if (fitting.length > 0) return fitting.map(({ login }) => login);
  // Docker Hub's logins are kept under the name that it had first.
  if (!repository.startsWith("docker.io/")) return [];
  return entries.filter(({ place }) => place === "index.docker.io").map(({ login }) => login);
}

function entriesOf({ type, data }: Secret): readonly Entry[] {
  const form = FORMS[type ?? ""];
  const encoded = form === undefined ? undefined : data?.[form.key];
  if (form === undefined || encoded === undefined) return [];
  const config = parsed(textOfBase64(encoded) ?? "");
  const auths = form.isNested ? fieldsOf(config?.auths) : config;
  return Object.entries(auths ?? {}).flatMap(([key, value]): readonly Entry[] => {
    const login = loginOf(fieldsOf(value));
    return login === undefined ? [] : [{ place: placeOf(key), login }];
  });
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null ? (value as Fields) : undefined;
}

function parsed(text: string): Fields | undefined {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** `auth` is the two in one, and wins. */
function loginOf(fields: Fields | undefined): Login | undefined {
  const { username, password, auth } = fields ?? {};
  if (typeof auth === "string" && auth !== "") {
    const both = textOfBase64(auth) ?? "";
    const colon = both.indexOf(":");
    return colon < 0 ? undefined : { username: both.slice(0, colon), password: both.slice(colon + 1) };
  }
  if (typeof username !== "string" || username === "") return undefined;
  return { username, password: typeof password === "string" ? password : "" };
}

/** Without a scheme, and without the version of the API that old tools write behind the host. */
function placeOf(key: string): string {
  const [host = "", ...path] = key.replace(/^https?:\/\//, "").split("/");
  const [version] = path;
  const rest = (version === "v1" || version === "v2" ? path.slice(1) : path).join("/");
  return rest === "" ? host : `${host}/${rest}`;
}

function covers(place: string, repository: string): boolean {
  const [host = "", ...path] = place.split("/");
  const [itsHost = "", ...itsPath] = repository.split("/");
  const [parts, itsParts] = [host.split("."), itsHost.split(".")];
  if (parts.length !== itsParts.length) return false;
  const isHost = parts.every((part, index) => glob(part).test(itsParts[index] ?? ""));
  return isHost && itsPath.join("/").startsWith(path.join("/"));
}

function glob(part: string): RegExp {
  return new RegExp(
    `^${part
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
  );
}

// Stands for the part of a URL that clients need.

export interface Url {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  /** As typed, with the port if one was: for the Host header. */
  readonly authority: string;
  readonly target: string;
  readonly user: string | undefined;
}

const ports: Readonly<Record<string, number>> = { http: 80, https: 443, ftp: 21 };

/** "http://" may be left out. Undefined for what is no URL. */
export function parseUrl(text: string): Url | undefined {
  const match =
    /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):\/\/)?(?:([^@/?#]*)@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d*))?([/?][^#]*)?(?:#.*)?$/.exec(
      text,
    );
  if (match === null) return undefined;
  const [, scheme = "http", user, host = "", port, rest = "/"] = match;
  if (host === "") return undefined;
  const number = port === undefined || port === "" ? (ports[scheme.toLowerCase()] ?? 80) : Number(port);
  if (number > 65535) return undefined;
  const target = rest.startsWith("/") ? rest : `/${rest}`;
  const authority = port === undefined || port === "" ? host : `${host}:${port}`;
  return { scheme: scheme.toLowerCase(), host: host.replace(/^\[|\]$/g, ""), port: number, authority, target, user };
}

export function redirectTarget(base: Url, location: string): string {
  if (/^[a-z]+:\/\//i.test(location)) return location;
  const origin = `${base.scheme}://${base.authority}`;
  if (location.startsWith("/")) return origin + location;
  return `${origin}${base.target.replace(/[^/]*$/, "")}${location}`;
}

// Who asks: by client certificate or by bearer token, and as whom they want to act.

import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { TLSSocket } from "node:tls";
import { ANONYMOUS, bearerToken, UNAUTHORIZED } from "../../api/credentials.ts";
import type { UserInfo } from "../../api/request.ts";
import { badRequest, type Status } from "../../api/status.ts";
import type { ApiDoor, Credentials } from "./door.ts";

export interface Caller {
  readonly user: UserInfo;
  readonly impersonate?: UserInfo;
}

export interface Denial {
  readonly status: Status;
  readonly why: string;
}

export function callerOf(request: IncomingMessage, door: ApiDoor): Caller | Denial {
  const credentials = credentialsOf(request);
  if ("why" in credentials) return credentials;
  const isAnonymous = credentials.token === undefined && credentials.certificate === undefined;
  const user = isAnonymous ? ANONYMOUS : door.authenticate(credentials);
  if (user === undefined) return { status: UNAUTHORIZED, why: "its credentials are nobody's" };
  const impersonate = impersonated(request);
  if (impersonate === "incomplete") {
    const message = "impersonation of groups, a uid or extra fields needs a user too (Impersonate-User)";
    return { status: badRequest(message), why: "it impersonates without a user" };
  }
  return impersonate === undefined ? { user } : { user, impersonate };
}

function credentialsOf(request: IncomingMessage): Credentials | Denial {
  const certificate = certificateOf(request);
  if (certificate !== undefined && "why" in certificate) return certificate;
  if (certificate !== undefined) return { certificate };
  const token = bearerToken(request.headers.authorization) ?? webSocketToken(request.headers);
  return token === undefined ? {} : { token };
}

function certificateOf({ socket }: IncomingMessage): NonNullable<Credentials["certificate"]> | Denial | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  const { subject, valid_to: validTo, fingerprint256 } = socket.getPeerCertificate();
  if (subject === undefined) return undefined;
  // A connection may outlive the certificate that it began with.
  const whyNot = socket.authorized ? (Date.parse(validTo) < Date.now() ? "CERT_HAS_EXPIRED" : "") : "not authorized";
  if (whyNot !== "") {
    const why = `its client certificate is not valid (${socket.authorizationError ?? whyNot})`;
    return { status: UNAUTHORIZED, why };
  }
  const organizations: string | readonly string[] | undefined = subject.O;
  return {
    commonName: [subject.CN ?? ""].flat()[0] ?? "",
    organizations: organizations === undefined ? [] : [organizations].flat(),
    fingerprint: fingerprint256.replaceAll(":", "").toLowerCase(),
  };
}

const TOKEN_PROTOCOL = "base64url.bearer.authorization.k8s.io.";

/** Clients that cannot set headers hide the token among the WebSocket's subprotocols. */
function webSocketToken(headers: IncomingHttpHeaders): string | undefined {
  const offered = headers["sec-websocket-protocol"]?.split(",").map((each) => each.trim()) ?? [];
  const found = offered.find((each) => each.startsWith(TOKEN_PROTOCOL));
  if (found === undefined) return undefined;
  headers["sec-websocket-protocol"] = offered.filter((each) => each !== found).join(", ");
  return Buffer.from(found.slice(TOKEN_PROTOCOL.length), "base64url").toString("utf8");
}

const EXTRA = "impersonate-extra-";

function impersonated({ rawHeaders }: IncomingMessage): UserInfo | "incomplete" | undefined {
  const values = (name: string): string[] => valuesOf(rawHeaders, (each) => each === name);
  const [name] = values("impersonate-user");
  const [uid] = values("impersonate-uid");
  const groups = values("impersonate-group");
  const extra = extraOf(rawHeaders);
  if (name === undefined || name === "") {
    return uid === undefined && groups.length === 0 && extra === undefined ? undefined : "incomplete";
  }
  return { name, groups, ...(uid === undefined ? {} : { uid }), ...(extra === undefined ? {} : { extra }) };
}

function extraOf(rawHeaders: readonly string[]): Record<string, string[]> | undefined {
  const names = new Set(
    rawHeaders
      .filter((_, index) => index % 2 === 0)
      .map((each) => each.toLowerCase())
      .filter((each) => each.startsWith(EXTRA)),
  );
  if (names.size === 0) return undefined;
  return Object.fromEntries(
    [...names].map((name) => [decodedKey(name.slice(EXTRA.length)), valuesOf(rawHeaders, (each) => each === name)]),
  );
}

function decodedKey(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

// Node joins repeated headers; the names of groups may have commas, so they are read as they came.
function valuesOf(rawHeaders: readonly string[], isWanted: (name: string) => boolean): string[] {
  return rawHeaders.flatMap((name, index) =>
    index % 2 === 0 && isWanted(name.toLowerCase()) ? [rawHeaders[index + 1] ?? ""] : [],
  );
}

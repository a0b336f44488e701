// What a learner types to join: ABCD-EFGH@192.168.1.20:4711, or the address that the instructor shows.

import { spoken, unspoken } from "../../workshop/host/secrets.ts";
import { UserError } from "../failure.ts";

export const DEFAULT_PORT = 4711;

export interface Target {
  /** As in http://192.168.1.20:4711. */
  readonly origin: string;
  /** As it is spoken: ABCD-EFGH. */
  readonly code: string;
  /** SHA-256 of the certificate that the host must show, in hex. */
  readonly fingerprint?: string;
}

/** The address that the instructor shows: the code, and with TLS the certificate's fingerprint, stand where no server sees them. */
export function joinAddress({ origin, code, fingerprint }: Target): string {
  return `${origin}/join#${code}${fingerprint === undefined ? "" : `.${fingerprint}`}`;
}

export function parseTarget(text: string): Target {
  return /^https?:\/\//.test(text) ? fromAddress(text) : fromCode(text);
}

function fromAddress(text: string): Target {
  if (!URL.canParse(text)) throw wrong(text);
  const { origin, hash } = new URL(text);
  const [code = "", fingerprint] = hash.slice(1).split(".");
  return target(text, origin, code, fingerprint);
}

function fromCode(text: string): Target {
  const at = text.lastIndexOf("@");
  const host = text.slice(at + 1);
  if (at < 0 || host === "") throw wrong(text);
  const withPort = /:\d+$/.test(host) ? host : `${host}:${DEFAULT_PORT}`;
  if (!URL.canParse(`http://${withPort}`)) throw wrong(text);
  // A URL leaves out the port that goes without saying.
  return target(text, new URL(`http://${withPort}`).origin, text.slice(0, at));
}

function target(text: string, origin: string, code: string, fingerprint?: string): Target {
  const letters = unspoken(code);
  if (letters.length !== 8) throw wrong(text);
  const known = fingerprint?.toLowerCase().replaceAll(":", "");
  return { origin, code: spoken(letters), ...(known === undefined ? {} : { fingerprint: known }) };
}

function wrong(text: string): UserError {
  return new UserError(({ workshop }) => workshop.noAddress(text, DEFAULT_PORT), 2);
}

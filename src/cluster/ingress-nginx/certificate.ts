// Reads as much of an X.509 certificate as clients look at: whose it is, who says so, for which names, from when to when. Pure.

import { bytesOfBase64, textOfBase64 } from "../../bytes/base64.ts";
import type { Certificate } from "../container-runtime/images/ingress-nginx/configuration.ts";

interface Element {
  readonly tag: number;
  readonly bytes: Uint8Array;
  /** The elements inside, where it is constructed. */
  readonly items: readonly Element[];
}

const NAMES: Readonly<Record<string, string>> = {
  "2.5.4.3": "CN",
  "2.5.4.5": "serialNumber",
  "2.5.4.6": "C",
  "2.5.4.7": "L",
  "2.5.4.8": "ST",
  "2.5.4.10": "O",
  "2.5.4.11": "OU",
};
const ALTERNATIVE_NAMES = "2.5.29.17";
const KEY_USAGE = "2.5.29.15";
const KEY_CERT_SIGN = 0x04;

/** @param base64 of PEM, as a Secret's tls.crt has it. Undefined where there is no certificate in it. */
export function readCertificate(base64: string | undefined): Certificate | undefined {
  const block = /-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/.exec(textOfBase64(base64 ?? "") ?? "");
  const bytes = block === null ? undefined : bytesOfBase64((block[1] ?? "").replace(/\s/g, ""));
  if (block === null || bytes === undefined) return undefined;
  const fields = readElements(bytes)?.[0]?.items[0]?.items ?? [];
  // The version comes first where there is one.
  const [, , issuerName, validity, subjectName, , ...rest] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  if (issuerName === undefined || validity === undefined || subjectName === undefined) return undefined;
  const extensions = rest.find(({ tag }) => tag === 0xa3)?.items[0]?.items ?? [];
  const [subject, issuer] = [nameText(subjectName), nameText(issuerName)];
  return {
    subject,
    issuer,
    names: alternativeNames(extensions) ?? [/CN=([^;]+)/.exec(subject)?.[1] ?? ""],
    notBefore: dateText(validity.items[0]),
    notAfter: dateText(validity.items[1]),
    pem: block[0].replace(/\s+/g, ""),
    isSelfSigned: subject === issuer && maySign(extensions),
  };
}

/** Undefined where the bytes are no DER. */
function readElements(bytes: Uint8Array): readonly Element[] | undefined {
  const elements: Element[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at++] ?? 0;
    let length = bytes[at++] ?? 0;
    if (length > 0x80) {
      const digits = length & 0x7f;
      length = 0;
      for (let digit = 0; digit < digits; digit++) length = length * 256 + (bytes[at++] ?? 0);
    }
    if (at + length > bytes.length) return undefined;
    const content = bytes.subarray(at, at + length);
    elements.push({ tag, bytes: content, items: (tag & 0x20) === 0 ? [] : (readElements(content) ?? []) });
    at += length;
  }
  return elements;
}

function nameText({ items }: Element): string {
  const parts = items
    .flatMap((set) => set.items)
    .map(({ items: [type, value] }) => {
      const id = identifierText(type);
      return `${NAMES[id] ?? id}=${characters(value)}`;
    });
  return parts.join("; ");
}

function identifierText(element: Element | undefined): string {
  const [first = 0, ...rest] = element?.bytes ?? [];
  const numbers = [Math.floor(first / 40), first % 40];
  let number = 0;
  for (const byte of rest) {
    number = number * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    numbers.push(number);
    number = 0;
  }
  return numbers.join(".");
}

function characters(element: Element | undefined): string {
  return String.fromCharCode(...(element?.bytes ?? []));
}

/** UTCTime (two digits of a year) or GeneralizedTime, as OpenSSL prints it: `Jan  5 09:00:00 2026 GMT`. */
function dateText(element: Element | undefined): string {
  const digits = characters(element);
  const full = element?.tag === 0x17 ? `${Number(digits.slice(0, 2)) < 50 ? "20" : "19"}${digits}` : digits;
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(full) ?? [];
  const name = "JanFebMarAprMayJunJulAugSepOctNovDec".slice(3 * Number(month) - 3, 3 * Number(month));
  return `${name} ${String(Number(day)).padStart(2)} ${hour}:${minute}:${second} ${year} GMT`;
}

function alternativeNames(extensions: readonly Element[]): readonly string[] | undefined {
  const found = extensionOf(extensions, ALTERNATIVE_NAMES)?.items.flatMap((name) =>
    name.tag === 0x82 ? [characters(name)] : name.tag === 0x87 ? [[...name.bytes].join(".")] : [],
  );
  return found;
}

/** Who says nothing about the use of its key may sign with it. */
function maySign(extensions: readonly Element[]): boolean {
  const usage = extensionOf(extensions, KEY_USAGE);
  return usage === undefined || ((usage.bytes[1] ?? 0) & KEY_CERT_SIGN) !== 0;
}

function extensionOf(extensions: readonly Element[], id: string): Element | undefined {
  const extension = extensions.find(({ items }) => identifierText(items[0]) === id);
  const octets = extension?.items.at(-1);
  return octets === undefined ? undefined : readElements(octets.bytes)?.[0];
}

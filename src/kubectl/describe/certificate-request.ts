// Reads who a PEM certificate request (PKCS#10) asks to be: subject and alternative names, no signature.

export interface CertificateRequest {
  readonly commonName: string;
  readonly serialNumber: string;
  /** Lists of the subject by title, in the order that descriptions show. */
  readonly subject: ReadonlyMap<string, readonly string[]>;
  readonly dnsNames: readonly string[];
  readonly emailAddresses: readonly string[];
  readonly uris: readonly string[];
  readonly ipAddresses: readonly string[];
}

interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
}

const COMMON_NAME = "2.5.4.3";
const SERIAL_NUMBER = "2.5.4.5";
const SUBJECT_LISTS: readonly (readonly [title: string, oid: string])[] = [
  ["Organization", "2.5.4.10"],
  ["Organizational Unit", "2.5.4.11"],
  ["Country", "2.5.4.6"],
  ["Locality", "2.5.4.7"],
  ["Province", "2.5.4.8"],
  ["StreetAddress", "2.5.4.9"],
  ["PostalCode", "2.5.4.17"],
];
const EXTENSION_REQUEST = "1.2.840.113549.1.9.14";
const ALTERNATIVE_NAMES = "2.5.29.17";

/** undefined when the text is no certificate request. */
export function parseCertificateRequest(base64Pem: string): CertificateRequest | undefined {
  const body = /-----BEGIN CERTIFICATE REQUEST-----([^-]*)-----END/.exec(atob(base64Pem))?.[1];
  if (body === undefined) return undefined;
  const der = bytesOf(atob(body.replace(/\s/g, "")));
  const [, subject, , ...attributes] = children(children({ tag: 0x30, content: der })[0]).flatMap((element, index) =>
    index === 0 ? children(element) : [],
  );
  const names = children(subject).flatMap(children).map(nameOf);
  const valuesOf = (oid: string) => names.filter((name) => name.oid === oid).map((name) => name.value);
  const alternatives = alternativeNames(attributes);
  const tagged = (tag: number) =>
    alternatives.filter((element) => (element.tag & 0x1f) === tag).map(({ content }) => content);
  return {
    commonName: valuesOf(COMMON_NAME).at(-1) ?? "",
    serialNumber: valuesOf(SERIAL_NUMBER).at(-1) ?? "",
    subject: new Map(SUBJECT_LISTS.map(([title, oid]) => [title, valuesOf(oid)])),
    emailAddresses: tagged(1).map(textOf),
    dnsNames: tagged(2).map(textOf),
    uris: tagged(6).map(textOf),
    ipAddresses: tagged(7).map(formatIp),
  };
}

function nameOf(element: Element): { oid: string; value: string } {
  const [oid, value] = children(element);
  return { oid: oidOf(oid), value: value === undefined ? "" : textOf(value.content) };
}

function alternativeNames(attributes: readonly Element[]): Element[] {
  const requested = attributes
    .flatMap(children)
    .filter((attribute) => oidOf(children(attribute)[0]) === EXTENSION_REQUEST);
  const extensions = requested.flatMap((attribute) => children(children(attribute)[1])).flatMap(children);
  const found = extensions.filter((extension) => oidOf(children(extension)[0]) === ALTERNATIVE_NAMES);
  // The value is an octet string that holds a sequence.
  return found.flatMap((extension) => children(children(children(extension).at(-1))[0]));
}

function children(element: Element | undefined): Element[] {
  const elements: Element[] = [];
  const bytes = element?.content ?? new Uint8Array();
  let at = 0;
  while (at + 1 < bytes.length) {
    const tag = bytes[at] ?? 0;
    let length = bytes[at + 1] ?? 0;
    at += 2;
    if (length >= 0x80) {
      const size = length & 0x7f;
      length = bytes.subarray(at, at + size).reduce((sum, byte) => sum * 256 + byte, 0);
      at += size;
    }
    elements.push({ tag, content: bytes.subarray(at, at + length) });
    at += length;
  }
  return elements;
}

function oidOf(element: Element | undefined): string {
  const [first = 0, ...rest] = element?.content ?? [];
  const parts = [Math.floor(first / 40), first % 40];
  let value = 0;
  for (const byte of rest) {
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      parts.push(value);
      value = 0;
    }
  }
  return parts.join(".");
}

function formatIp(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join(".");
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((bytes[2 * index] ?? 0) * 256 + (bytes[2 * index + 1] ?? 0)).toString(16),
  );
  return groups
    .join(":")
    .replace(/\b0(?::0)+\b/, ":")
    .replace(/:{3,}/, "::");
}

function bytesOf(binary: string): Uint8Array {
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

// PEM: base64 between two lines that name what it is.

export function toPem(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}

/** The bytes of the first block. @throws Error where there is none. */
export function fromPem(text: string): Uint8Array<ArrayBuffer> {
  const [, body] = /-----BEGIN [^-]+-----([^-]+)-----END/.exec(text) ?? [];
  if (body === undefined) throw new Error("the text has no PEM block");
  return new Uint8Array(Buffer.from(body, "base64"));
}

// The blocks of a PEM text, as far as the API looks: their names, and whether their contents are base64.

/** The labels of the blocks, as `CERTIFICATE REQUEST`; broken blocks are none. */
export function pemLabels(pem: string): string[] {
  const blocks = pem.matchAll(/^-----BEGIN ([^\n]*?)-----[ \t\r]*\n([\s\S]*?)^-----END \1-----[ \t\r]*$/gm);
  return [...blocks].filter(([, , contents = ""]) => isBase64(contents)).map(([, label = ""]) => label);
}

function isBase64(contents: string): boolean {
  const text = contents.replace(/\s+/g, "");
  return text.length > 0 && text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}

/** The text that a field of bytes holds; "" where it is no base64. */
export function textOfField(base64: string | undefined): string {
  return base64 !== undefined && isBase64(base64) ? atob(base64.replace(/\s+/g, "")) : "";
}

/** As Go prints bytes: `[]byte{0x2d, 0x2d}`. */
export function goBytes(text: string): string {
  const bytes = Array.from(text, (character) => `0x${character.charCodeAt(0).toString(16)}`);
  return `[]byte{${bytes.join(", ")}}`;
}

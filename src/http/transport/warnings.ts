// The texts of `Warning: 299 - "…"` headers (RFC 7234, section 5.5).

/** @param rawHeaders names and values in turn, as they came. */
export function warningsOf(rawHeaders: readonly string[]): string[] {
  const texts: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() === "warning") texts.push(...parseWarnings(rawHeaders[at + 1] ?? ""));
  }
  return texts;
}

// `299 agent "text"`, perhaps with a date behind it, perhaps several with commas between them.
function parseWarnings(header: string): string[] {
  const texts: string[] = [];
  for (const [, code, quoted = ""] of header.matchAll(/(\d{3}) [^ ",]+ "((?:\\.|[^"\\])*)"(?: "[^"]*")?/gs)) {
    if (code === "299") texts.push(textOf(quoted.replace(/\\(.)/gs, "$1")));
  }
  return texts;
}

// Headers are bytes, and these are UTF-8.
function textOf(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("utf8");
}

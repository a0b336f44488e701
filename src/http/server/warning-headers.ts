// Warnings of the API server as headers: each once, and never more than a client's parser of headers bears.

/** As kube-apiserver limits them, in characters: all together, and each one once they are too many. */
const mostTogether = 4096;
const mostEach = 256;
const CONTROLS = /[\u0000-\u001f\u007f]+/g;

export function warningHeaders(texts: readonly string[]): string[] {
  const whole = [...new Set(texts)].map(header);
  if (lengthOf(whole) <= mostTogether) return whole;
  const cut: string[] = [];
  for (const text of new Set(texts)) {
    if (lengthOf(cut) >= mostTogether) break;
    cut.push(header([...text].slice(0, mostEach).join("")));
  }
  return cut;
}

function lengthOf(headers: readonly string[]): number {
  return headers.reduce((sum, each) => sum + each.length, 0);
}

// Headers carry one byte a character, and no control characters.
function header(text: string): string {
  const quoted = text.replace(CONTROLS, " ").replace(/[\\"]/g, (character) => `\\${character}`);
  return `299 - "${Buffer.from(quoted, "utf8").toString("latin1")}"`;
}

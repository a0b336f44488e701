// Takes a stream of YAML documents, or of JSON values, apart.

/** The documents in order; a stream of JSON values is taken apart at its braces. */
export function splitDocuments(text: string): string[] {
  const source = text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  if (/^\s*\{/.test(source)) return splitJson(source);
  return `\n${source}`
    .split(/\n---(?=[ \t]*(?:#[^\n]*)?(?:\n|$))[^\n]*/)
    .map((part) => part.replace(/^\n/, ""))
    .filter((part) => part.trim() !== "");
}

function splitJson(text: string): string[] {
  const documents: string[] = [];
  let depth = 0;
  let start = -1;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (inString) {
      if (char === "\\") at++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === "{" || char === "[") {
      if (depth === 0) start = at;
      depth++;
    } else if (char === "}" || char === "]") {
      depth--;
      if (depth === 0) documents.push(text.slice(start, at + 1));
    }
  }
  if (depth > 0) documents.push(text.slice(start));
  return documents;
}

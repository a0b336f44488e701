// Stands for Go's filepath.Match: `*`, `?`, `[a-z]`, `[^a-z]`, and `\\` before what is meant as it stands.

/** Undefined for what is no pattern. */
export function globMatcher(pattern: string): ((name: string) => boolean) | undefined {
  let source = "";
  for (let rest = pattern; rest !== ""; ) {
    const part = PART.exec(rest)?.[0];
    if (part === undefined) return undefined;
    source += sourceOf(part);
    rest = rest.slice(part.length);
  }
  try {
    const regular = new RegExp(`^${source}$`, "su");
    return (name) => regular.test(name);
  } catch {
    // As in `[z-a]`.
    return () => false;
  }
}

const CLASS = /\[\^?(?:(?:\\.|[^\\\]-])(?:-(?:\\.|[^\\\]-]))?)+\]/;
const PART = new RegExp(`^(?:\\*|\\?|${CLASS.source}|\\\\.|[^*?[\\\\])`, "su");

function sourceOf(part: string): string {
  if (part === "*") return "[^/]*";
  if (part === "?") return "[^/]";
  if (part.startsWith("[")) return part.replace(/\\(.)/gsu, (_, char: string) => literal(char));
  return literal(part.startsWith("\\") ? part.slice(1) : part);
}

function literal(char: string): string {
  return `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
}

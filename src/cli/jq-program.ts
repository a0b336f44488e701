// Programs of jq in the form that the library understands: it deletes one plain path at a time.

interface Call {
  readonly start: number;
  readonly end: number;
  readonly argument: string;
}

/** Rewrites each `del(…)` of several paths, of `..` or of selected elements. */
export function plainDeletions(program: string): string {
  const call = findCall(program);
  if (call === undefined) return program;
  return program.slice(0, call.start) + deletions(call.argument) + plainDeletions(program.slice(call.end));
}

// A pipe binds less than a comma: `.. | .a, .b` deletes both everywhere.
function deletions(paths: string): string {
  if (splitTop(paths, "|").length > 1) return deletion(paths);
  const each = splitTop(paths, ",").map((path) => deletion(path.trim()));
  return each.length === 1 ? (each[0] ?? "") : `(${each.join(" | ")})`;
}

function deletion(path: string): string {
  const steps = splitTop(path, "|").map((step) => step.trim());
  const [first = "", second = ""] = steps;
  if (steps.length === 2 && first === "..")
    return `walk(if type == "object" then ${plainDeletions(`del(${second.replaceAll("?", "")})`)} else . end)`;
  const condition = /^select\(([\s\S]*)\)$/.exec(second)?.[1];
  if (steps.length === 2 && condition !== undefined && first.endsWith("[]"))
    return `(${first.slice(0, -2)} |= map(select((${condition}) | not)))`;
  return `del(${path})`;
}

function findCall(program: string): Call | undefined {
  for (const { at, depth } of positions(program)) {
    if (!program.startsWith("del(", at) || /\w/.test(program.charAt(at - 1))) continue;
    const close = positions(program).find((place) => place.at > at + 3 && place.depth === depth && place.char === ")");
    if (close === undefined) return undefined;
    return { start: at, end: close.at + 1, argument: program.slice(at + 4, close.at) };
  }
  return undefined;
}

function splitTop(text: string, separator: string): string[] {
  const cuts = positions(text).filter(({ char, depth }) => depth === 0 && char === separator);
  const starts = [0, ...cuts.map(({ at }) => at + 1)];
  return starts.map((start, index) => text.slice(start, cuts[index]?.at ?? text.length));
}

interface Position {
  readonly at: number;
  readonly char: string;
  /** How many brackets are open around it; a closing one counts as outside. */
  readonly depth: number;
}

/** The characters outside of strings. */
function positions(text: string): Position[] {
  const found: Position[] = [];
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '"') {
      for (at++; at < text.length && text.charAt(at) !== '"'; at++) if (text.charAt(at) === "\\") at++;
      continue;
    }
    if (")]}".includes(char)) depth--;
    found.push({ at, char, depth });
    if ("([{".includes(char)) depth++;
  }
  return found;
}

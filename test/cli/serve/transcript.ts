// Sessions as text: what is typed after `$ `, and what is printed, stdout as it stands and stderr behind `! `; a last line `[3]` is an exit code
// other than 0. Two blanks and more are as good as one. `…` stands for any text within a line, a line of it for any lines. `{>=1.30}` or `{<1.30}` before a line: only with these versions.

export interface Step {
  readonly command: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

const ANY = "…";

/** @param minor of the kubectl that will be asked, as in 29 */
export function parseTranscript(text: string, minor: number): Step[] {
  const steps: { command: string; stdout: string; stderr: string; exitCode: number }[] = [];
  for (const written of text.replace(/^\n|\n$/g, "").split("\n")) {
    const line = ofVersion(written, minor);
    const step = steps.at(-1);
    if (line === undefined) continue;
    if (line.startsWith("$ ")) steps.push({ command: line.slice(2), stdout: "", stderr: "", exitCode: 0 });
    else if (step === undefined) continue;
    else if (line.startsWith("> ")) step.command += `\n${line.slice(2)}`;
    else if (/^\[\d+\]$/.test(line)) step.exitCode = Number(line.slice(1, -1));
    else if (line.startsWith("! ")) step.stderr += `${line.slice(2)}\n`;
    else step.stdout += `${line}\n`;
  }
  return steps;
}

function ofVersion(line: string, minor: number): string | undefined {
  const found = /^\{(>=|<)1\.(\d+)\} ?(.*)$/.exec(line);
  if (found === null) return line;
  const [, sign, bound, rest] = found;
  return (sign === ">=") === minor >= Number(bound) ? rest : undefined;
}

/** Whether the text is what was expected. */
export function matches(text: string, expected: string): boolean {
  const pattern = expected
    .split("\n")
    .map((line) => (line === ANY ? "(?:.*\\n)*?" : `${line.split(ANY).map(escaped).join("[^\\n]*")}\\n`))
    .join("")
    .replace(/\\n$/, "");
  const whole = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  return new RegExp(`^${pattern}$`).test(whole);
}

/** Columns are as wide as what stands in them. */
function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/ {2,}/g, " +");
}

// What was probably meant by a word that kubectl, the shell or the cluster does not know. One line of the tutor's, behind theirs.

export interface KnownNames {
  /** Commands of the prompt. */
  readonly commands: () => readonly string[];
  /** The verbs of kubectl. */
  readonly verbs: () => Promise<readonly string[]>;
  /** What a kind may be called. */
  readonly kinds: () => readonly string[];
  /** Flags of the kubectl command that was typed, with their dashes. */
  readonly flags: () => Promise<readonly string[]>;
  /** The names of objects of a kind. */
  readonly objects: (kind: string) => Promise<readonly string[]>;
}

/** What people type who come from another shell, or another program. */
const SAME_ELSEWHERE: Readonly<Record<string, string>> = { quit: "exit", bye: "exit", cls: "clear", dir: "ls" };

/** @param complaint what the command wrote to stderr. */
export async function didYouMean(complaint: string, known: KnownNames): Promise<string | undefined> {
  if (/did you mean/i.test(complaint)) return undefined;
  const found = (pattern: RegExp) => pattern.exec(complaint)?.[1];
  const command = found(/^(?:bash: )?(?:line \d+: )?([^\s:]+): command not found/m);
  if (command !== undefined) {
    const verbs = await known.verbs();
    return verbs.includes(command)
      ? `kubectl ${command}`
      : (SAME_ELSEWHERE[command] ?? nearest(command, known.commands()));
  }
  const kind = found(/the server doesn't have a resource type "([^"]+)"/);
  if (kind !== undefined) return nearest(kind, known.kinds());
  const flag = found(/unknown flag: (--[^\s=]+)/);
  if (flag !== undefined) return nearest(flag, await known.flags());
  const missing = /\(NotFound\): ([\w.]+) "([^"]+)" not found/.exec(complaint);
  if (missing?.[1] === undefined || missing[2] === undefined) return undefined;
  return nearest(missing[2], await known.objects(missing[1]));
}

/** The known word that is at most two slips away (one, where it is short), and nearest; of two the one that begins alike. A single letter
 * may be anything. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  if (typed.length < 2) return undefined;
  const most = typed.length < 5 ? 1 : 2;
  let best: string | undefined;
  let least = most + 1;
  const beginsAlike = (word: string) => word[0]?.toLowerCase() === typed[0]?.toLowerCase();
  for (const word of [...known.filter(beginsAlike), ...known.filter((word) => !beginsAlike(word))]) {
    if (word === typed || Math.abs(word.length - typed.length) >= least) continue;
    const distance = slips(typed.toLowerCase(), word.toLowerCase());
    if (distance < least) [best, least] = [word, distance];
  }
  return best;
}

/** Letters added, left out, changed, or swapped with their neighbour. */
function slips(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? (before[j - 2] ?? 0) + 1 : changed;
      next.push(Math.min(changed, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}

// Which solutions are combined with which: so few chains through a lesson as cover all that is asked.

/** Chains of choices that take every solution of every step at least once.
 * @param counts how many solutions each step has. */
export function everySolution(counts: readonly number[]): readonly (readonly number[])[] {
  const length = Math.max(1, ...counts);
  return Array.from({ length }, (_, chain) => counts.map((count) => chain % Math.max(1, count)));
}

/** Chains in which every solution of a step also follows every solution of the step before; at most `limit` of them. */
export function everyPair(counts: readonly number[], limit: number): readonly (readonly number[])[] {
  const open = new Set<string>();
  for (let step = 1; step < counts.length; step++)
    for (let before = 0; before < (counts[step - 1] ?? 0); before++)
      for (let now = 0; now < (counts[step] ?? 0); now++) open.add(pair(step, before, now));
  const chains: number[][] = [];
  while ((open.size > 0 || chains.length === 0) && chains.length < limit) {
    const chain = nextChain(counts, open, chains.length);
    for (let step = 1; step < chain.length; step++) open.delete(pair(step, chain[step - 1] ?? 0, chain[step] ?? 0));
    chains.push(chain);
  }
  return chains;
}

// Each step takes the first solution that makes a pair not yet seen; where none is left, one after the other.
function nextChain(counts: readonly number[], open: ReadonlySet<string>, number: number): number[] {
  const chain: number[] = [];
  for (const [step, count] of counts.entries()) {
    const before = chain[step - 1] ?? 0;
    const choices = Array.from({ length: Math.max(1, count) }, (_, choice) => choice);
    const isNew = (choice: number) => step > 0 && open.has(pair(step, before, choice));
    const leadsOn = (choice: number) => [...open].some((key) => key.startsWith(`${step + 1}/${choice}/`));
    const found =
      choices.find((choice) => isNew(choice) && leadsOn(choice)) ?? choices.find(isNew) ?? choices.find(leadsOn);
    chain.push(found ?? number % Math.max(1, count));
  }
  return chain;
}

function pair(step: number, before: number, now: number): string {
  return `${step}/${before}/${now}`;
}

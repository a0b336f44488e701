// Stands for chance where nobody draws in an order: what a seed says to a name is the same whoever else asks, and on every machine.

/** A whole number in [0, 2^32) for this seed and this name. */
export function chance(seed: number, name: string): number {
  let hash = 0x811c9dc5;
  for (const letter of `${seed}/${name}`) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  // FNV alone leaves neighbouring seeds close together; these rounds (of murmur3) spread them.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

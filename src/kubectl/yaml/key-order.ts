// The order of keys in a YAML mapping as Go writes it: numbers inside names count by their value.

const isLetter = (char: string) => /\p{L}/u.test(char);
const isDigit = (char: string) => /\p{Nd}/u.test(char);

export function compareKeys(a: string, b: string): number {
  if (a === b) return 0;
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < left.length && i < right.length; i++) {
    const l = left[i] ?? "";
    const r = right[i] ?? "";
    if (l === r) continue;
    if (isLetter(l) && isLetter(r)) return l < r ? -1 : 1;
    if (isLetter(l) || isLetter(r)) return isLetter(r) ? -1 : 1;
    return compareNumbers(left, right, i);
  }
  return left.length - right.length;
}

function compareNumbers(left: readonly string[], right: readonly string[], at: number): number {
  let start = "";
  if (left[at] === "0" || right[at] === "0") {
    for (let back = at - 1; back >= 0 && isDigit(left[back] ?? ""); back--) if (left[back] !== "0") start = "1";
  }
  const a = digitsFrom(left, at);
  const b = digitsFrom(right, at);
  const difference = BigInt(`${start}${a}` || "0") - BigInt(`${start}${b}` || "0");
  if (difference !== 0n) return difference < 0n ? -1 : 1;
  if (a.length !== b.length) return a.length - b.length;
  return (left[at] ?? "") < (right[at] ?? "") ? -1 : 1;
}

function digitsFrom(chars: readonly string[], at: number): string {
  let digits = "";
  for (let i = at; i < chars.length && isDigit(chars[i] ?? ""); i++) digits += chars[i];
  return digits;
}

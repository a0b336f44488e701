// Base64 as Go's standard decoder reads it: line breaks do not count, padding has to be there, and a fault has a place.

/** What Go says of a text that is no base64; undefined where it is. */
export function base64Fault(text: string): string | undefined {
  const at = faultAt(text);
  return at === undefined ? undefined : `illegal base64 data at input byte ${at}`;
}

/** The place that Go names: of the byte that does not fit (of the first padding, where the second one does not), of the end where padding is missing, of the group that is not whole. */
function faultAt(text: string): number | undefined {
  let digits = 0;
  for (let index = 0; index < text.length; index++) {
    const char = text.charAt(index);
    if (isLineBreak(char)) continue;
    if (char === "=") return paddingFaultAt(text, index, digits);
    if (!/[A-Za-z\d+/]/.test(char)) return index;
    digits = (digits + 1) % 4;
  }
  return digits === 0 ? undefined : text.length - digits;
}

/** @param digits how many digits of the last group stand before the first `=`. */
function paddingFaultAt(text: string, index: number, digits: number): number | undefined {
  if (digits < 2) return index;
  let next = afterLineBreaks(text, index + 1);
  if (digits === 2) {
    if (next === text.length) return text.length;
    if (text.charAt(next) !== "=") return next - 1;
    next = afterLineBreaks(text, next + 1);
  }
  return next < text.length ? next : undefined;
}

function afterLineBreaks(text: string, from: number): number {
  let index = from;
  while (index < text.length && isLineBreak(text.charAt(index))) index++;
  return index;
}

function isLineBreak(char: string): boolean {
  return char === "\n" || char === "\r";
}

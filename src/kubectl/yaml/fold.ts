// Breaks a long scalar at spaces once its line is longer than 80 columns, as the Go library does.

const BEST_WIDTH = 80;

/** @param indent what continued lines begin with. @param column where the first line begins. */
export function fold(text: string, indent: string, column: number, style: "plain" | "single" | "double"): string {
  if (column + text.length <= BEST_WIDTH) return text;
  const chars = [...text];
  const last = style === "plain" ? chars.length - 1 : chars.length - 2;
  const first = style === "plain" ? 0 : 1;
  let out = "";
  let at = column;
  let afterSpace = false;
  chars.forEach((char, index) => {
    const foldable =
      char === " " && !afterSpace && at > BEST_WIDTH && (style === "plain" || (index > first && index < last));
    const spaceFollows = chars[index + 1] === " ";
    afterSpace = char === " ";
    if (foldable && (style === "double" || !spaceFollows)) {
      out += `\n${indent}`;
      at = indent.length;
      if (style === "double" && spaceFollows) {
        out += "\\";
        at += 1;
      }
    } else {
      out += char;
      at += 1;
    }
  });
  return out;
}

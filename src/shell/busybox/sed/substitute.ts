// The replacement half of s/…/…/, and y/…/…/.

export function expandReplacement(replacement: string, groups: readonly (string | undefined)[]): string {
  return replacement.replace(/\\([\s\S])|&/g, (whole, escaped: string | undefined) => {
    if (whole === "&") return groups[0] ?? "";
    if (escaped !== undefined && /\d/.test(escaped)) return groups[Number(escaped)] ?? "";
    return escaped === "n" ? "\n" : escaped === "t" ? "\t" : (escaped ?? "");
  });
}

export function transliterate(text: string, spec: string): string {
  const [from = "", to = ""] = spec.split("\0");
  return [...text].map((char) => (from.includes(char) ? (to[from.indexOf(char)] ?? char) : char)).join("");
}

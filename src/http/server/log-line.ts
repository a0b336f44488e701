// What strangers send must not be able to write lines of its own into the log, nor to steer the terminal that shows it.

const longest = 300;

/** The text in one line of visible ASCII; what is neither is told by its number, what is too long is cut. */
export function logLine(text: string): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return cut.replace(/[^\x20-\x7e…]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

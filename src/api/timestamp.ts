// An instant as the API writes it. Most writes of a moment bear the same one, so the last text is kept and handed out again.

let second = Number.NaN;
let text = "";

/** RFC 3339 in whole seconds. */
export function timestamp(ms: number): string {
  const asked = Math.floor(ms / 1000);
  if (asked !== second) {
    text = `${new Date(asked * 1000).toISOString().slice(0, 19)}Z`;
    second = asked;
  }
  return text;
}

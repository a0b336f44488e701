// The size of a terminal as clients send it: JSON objects, one after the other.

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** No size is longer; a client that sends more without an end is not heard. */
const LIMIT = 1024;

export class TerminalSizeReader {
  private text = "";

  read(bytes: Uint8Array): TerminalSize[] {
    const [last = "", ...whole] = (this.text + Buffer.from(bytes).toString("latin1")).split("}").reverse();
    this.text = last.length > LIMIT ? "" : last;
    return whole.reverse().flatMap((object) => parseSize(`${object}}`) ?? []);
  }
}

export function formatSize({ columns, rows }: TerminalSize): string {
  return JSON.stringify({ Width: columns, Height: rows });
}

/** Go reads names in any case, and clients make use of that. */
function parseSize(json: string): TerminalSize | undefined {
  const field = (name: string): number =>
    Number(new RegExp(`"${name}"\\s*:\\s*(\\d{1,5})\\b`, "i").exec(json)?.[1] ?? 0);
  const size = { columns: field("width"), rows: field("height") };
  return size.columns > 0 && size.rows > 0 ? size : undefined;
}

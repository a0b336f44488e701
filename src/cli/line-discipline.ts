// What a terminal driver does between the keyboard and a program that reads lines: echo, correction, end of input, interrupt.

export interface LineDiscipline {
  /** Feeds what was typed, as it came from a terminal in raw mode. */
  type(data: string): void;
  /** What was typed and not yet ended by Enter: it belongs to whoever reads next, and is handed out once. */
  take(): string;
}

export interface LineDisciplineEvents {
  /** Shown on the screen. */
  echo(text: string): void;
  /** A finished line, with its newline. */
  line(text: string): void;
  endOfInput(): void;
  interrupt(): void;
  /** Ctrl-Z. */
  suspend?(): void;
}

const backspace = "\u007f";
const killLine = "\u0015";
export const interruptKey = "\u0003";
const endKey = "\u0004";
const suspendKey = "\u001a";

export function createLineDiscipline(events: LineDisciplineEvents): LineDiscipline {
  let line = "";
  function press(key: string): void {
    if (key === interruptKey) {
      line = "";
      events.echo("^C\n");
      events.interrupt();
    } else if (key === suspendKey) {
      events.suspend?.();
    } else if (key === endKey) {
      if (line === "") events.endOfInput();
    } else if (key === "\r" || key === "\n") {
      events.echo("\n");
      const finished = `${line}\n`;
      line = "";
      events.line(finished);
    } else if (key === backspace || key === "\b") {
      if (line !== "") events.echo("\b \b");
      line = [...line].slice(0, -1).join("");
    } else if (key === killLine) {
      events.echo("\b \b".repeat([...line].length));
      line = "";
    } else if (key >= " " || key === "\t") {
      line += key;
      events.echo(key);
    }
  }
  return {
    // Escape sequences (arrows, pasting marks) mean nothing to a program that reads lines.
    type: (data) => {
      for (const key of data.replace(/\u001b(\[[0-9;?]*[a-zA-Z~]|O[a-zA-Z])/g, "")) press(key);
    },
    take() {
      const rest = line;
      line = "";
      return rest;
    },
  };
}

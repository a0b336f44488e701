// Breaks text into lines as the older explain does: words move, while lists, code and paragraphs begin on lines of their own.

export function wrapLines(text: string, width: number): string[] {
  const lines: string[] = [];
  let line: string[] = [];
  let lastWord = "";
  const flush = () => {
    if (line.length === 0) return;
    lines.push(line.join(" "));
    [line, lastWord] = [[], ""];
  };
  for (const source of text.split("\n")) {
    if (lines.length > 0 && source.trim() === "") {
      flush();
      lines.push("");
      continue;
    }
    if (beginsLine(lastWord, source)) flush();
    for (const word of source.split(/\s+/).filter((each) => each !== "")) {
      lastWord = word;
      if (line.length > 0 && [...line, word].join(" ").length > width) flush();
      line.push(word);
    }
  }
  flush();
  return lines;
}

function beginsLine(lastWord: string, source: string): boolean {
  if (lastWord.endsWith(":") || source.startsWith("    ")) return true;
  const text = source.trim();
  return text === "" || /^(\d+\.?|-|\*)\s/.test(text);
}

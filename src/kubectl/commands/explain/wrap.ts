// Breaks text into lines as the library does that kubectl uses: words move, spaces between them stay as they are.

/** Lines of at most `width` characters, where words allow it; line ends of the text are kept. */
export function wrapText(text: string, width: number): string {
  let [out, word, spaces, length] = ["", "", "", 0];
  const flush = () => {
    length += spaces.length + word.length;
    out += spaces + word;
    [spaces, word] = ["", ""];
  };
  for (const char of text) {
    if (char === "\n") {
      if (word !== "" || length + spaces.length <= width) flush();
      spaces = "";
      out += char;
      length = 0;
    } else if (/[^\S\u00a0]/.test(char)) {
      if (spaces === "" || word !== "") flush();
      spaces += char;
    } else {
      word += char;
      if (length + word.length + spaces.length > width && word.length < width) {
        out += "\n";
        [length, spaces] = [0, ""];
      }
    }
  }
  if (word !== "" || length + spaces.length <= width) flush();
  return out;
}

export function indented(text: string, width: number): string {
  const margin = " ".repeat(width);
  return margin + text.replaceAll("\n", `\n${margin}`);
}

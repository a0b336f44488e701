// The regular expressions that a running program of awk has met, built once each.

import type { Run } from "../applet.ts";
import { posixRegExp } from "../regex.ts";

export class Patterns {
  private readonly host: Run;
  private readonly known = new Map<string, RegExp>();

  constructor(host: Run) {
    this.host = host;
  }

  regExp(source: string): RegExp {
    const known = this.known.get(source);
    if (known !== undefined) return known;
    try {
      const built = posixRegExp(source, { extended: true });
      this.known.set(source, built);
      return built;
    } catch (error) {
      if (error instanceof SyntaxError) return this.host.fail(`bad regex '${source}'`);
      throw error;
    }
  }

  /** The parts of a text between separators; a lone space stands for any blanks, as in FS. */
  split(text: string, separator: string): string[] {
    if (text === "") return [];
    if (separator === " ") return text.split(/[ \t\n]+/).filter((field) => field !== "");
    if (separator === "") return [...text];
    if (separator.length === 1) return text.split(separator);
    return text.split(this.regExp(separator));
  }
}

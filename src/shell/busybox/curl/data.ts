// What curl sends: the data of its options, of which some may be in files.

import { type Doing, readAll } from "../../reading.ts";
import { AppletExit, type Run } from "../applet.ts";
import type { Options } from "../options.ts";

/** All of it together; undefined when no option gives any. */
export function* dataOf(run: Run, options: Options): Doing<string | undefined> {
  const parts: string[] = [];
  for (const value of options.values("d"))
    parts.push(value.startsWith("@") ? (yield* contentOf(run, "-d", value)).replace(/[\r\n\0]/g, "") : value);
  for (const value of options.values("&")) parts.push(yield* contentOf(run, "--data-binary", value));
  parts.push(...options.values("%"));
  const json: string[] = [];
  for (const value of options.values("=")) json.push(yield* contentOf(run, "--json", value));
  if (json.length > 0) return json.join("");
  return parts.length > 0 ? parts.join("&") : undefined;
}

/** `@FILE`, `@-` for standard input, or the text itself. */
function* contentOf(run: Run, option: string, value: string): Doing<string> {
  if (!value.startsWith("@")) return value;
  const name = value.slice(1);
  const input = run.open(name, () => `Failed to open ${name}`);
  if (input !== undefined) return yield* readAll(input);
  run.process.stderr.write(
    `curl: option ${option}: error encountered when reading a file\ncurl: try 'curl --help' or 'curl --manual' for more information\n`,
  );
  throw new AppletExit(26);
}

// The options that psql and its sisters have in common, as getopt reads them.

export interface Parsed {
  /** In the order they were given; a switch has "". */
  readonly options: readonly { readonly name: string; readonly value: string }[];
  readonly words: readonly string[];
}

/** @param names long names by letter; those that take a value end in "=". */
export function parseOptions(
  args: readonly string[],
  names: Readonly<Record<string, string>>,
): Parsed | { readonly error: string } {
  const options: { name: string; value: string }[] = [];
  const words: string[] = [];
  const long = Object.values(names);
  for (let index = 0; index < args.length; index++) {
    const word = args[index] ?? "";
    if (word === "--") {
      words.push(...args.slice(index + 1));
      break;
    }
    if (word.startsWith("--")) {
      const [name = "", value] = word.slice(2).split(/=(.*)/s);
      const takesValue = long.includes(`${name}=`);
      if (!takesValue && !long.includes(name)) return { error: `unrecognized option '${word}'` };
      options.push({ name, value: takesValue ? (value ?? args[++index] ?? "") : "" });
    } else if (word.startsWith("-") && word.length > 1) {
      for (let at = 1; at < word.length; at++) {
        const letter = word[at] ?? "";
        const name = names[letter];
        if (name === undefined) return { error: `invalid option -- '${letter}'` };
        if (!name.endsWith("=")) {
          options.push({ name, value: "" });
          continue;
        }
        const attached = word.slice(at + 1);
        const value = attached === "" ? args[++index] : attached;
        if (value === undefined) return { error: `option requires an argument -- '${letter}'` };
        options.push({ name: name.slice(0, -1), value });
        break;
      }
    } else words.push(word);
  }
  return { options, words };
}

export const CONNECTION_OPTIONS = {
  h: "host=",
  p: "port=",
  U: "username=",
  d: "dbname=",
  w: "no-password",
  W: "password",
} as const;

export function wishesOf({ options, words }: Parsed) {
  const last = (name: string): string | undefined => options.findLast((option) => option.name === name)?.value;
  const [first, second] = words;
  const database = last("dbname") ?? first;
  const user = last("username") ?? (last("dbname") === undefined ? second : first);
  const host = last("host");
  const port = last("port");
  return {
    ...(database === undefined ? {} : { database }),
    ...(user === undefined ? {} : { user }),
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
  };
}

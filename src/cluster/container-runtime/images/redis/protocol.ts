// The protocol of redis: commands as they arrive, and the answers to them.

import { byteLength } from "../../../../bytes/bytes.ts";

export function answerRedis(store: Map<string, string>, words: readonly string[]): string {
  const [command = "", key = "", ...rest] = words;
  const bulk = (text: string | undefined): string =>
    text === undefined ? "$-1\r\n" : `$${byteLength(text)}\r\n${text}\r\n`;
  switch (command.toUpperCase()) {
    case "PING":
      return key === "" ? "+PONG\r\n" : bulk(key);
    case "ECHO":
      return bulk(key);
    case "SET":
      store.set(key, rest[0] ?? "");
      return "+OK\r\n";
    case "GET":
      return bulk(store.get(key));
    case "DEL":
      return `:${[key, ...rest].filter((name) => store.delete(name)).length}\r\n`;
    case "EXISTS":
      return `:${[key, ...rest].filter((name) => store.has(name)).length}\r\n`;
    case "INCR":
    case "DECR": {
      const next = Number(store.get(key) ?? 0) + (command.toUpperCase() === "INCR" ? 1 : -1);
      if (Number.isNaN(next)) return "-ERR value is not an integer or out of range\r\n";
      store.set(key, String(next));
      return `:${next}\r\n`;
    }
    case "KEYS":
      return `*${store.size}\r\n${[...store.keys()].map(bulk).join("")}`;
    case "DBSIZE":
      return `:${store.size}\r\n`;
    case "FLUSHALL":
      store.clear();
      return "+OK\r\n";
    case "INFO":
      return bulk("# Server\r\nredis_mode:standalone\r\nrole:master\r\n");
    default:
      return `-ERR unknown command '${command}', with args beginning with: ${words
        .slice(1)
        .map((word) => `'${word}' `)
        .join("")}\r\n`;
  }
}

/** One command in either of the forms that redis takes; undefined while it is not complete. */
export function parseCommand(text: string): { readonly words: readonly string[]; readonly length: number } | undefined {
  if (!text.startsWith("*")) {
    const end = text.indexOf("\n");
    return end < 0 ? undefined : { words: text.slice(0, end).trim().split(/\s+/), length: end + 1 };
  }
  const lines = text.split("\r\n");
  const count = Number(lines[0]?.slice(1));
  if (lines.length < 1 + 2 * count + 1) return undefined;
  const used = lines.slice(0, 1 + 2 * count);
  return { words: used.filter((_, index) => index > 0 && index % 2 === 0), length: used.join("\r\n").length + 2 };
}

// Stands for the memcached image: its text protocol, as far as one tries it by hand.

import { byteLength } from "../../../bytes/bytes.ts";
import type { Process } from "../../../shell/process.ts";
import { flag } from "./daemon.ts";
import { handOver } from "./hand-over.ts";
import { type Image, versionOf, versions } from "./image.ts";
import { type Conversation, lineServer } from "./line-server.ts";

const NEWEST = "1.6.39";

interface Item {
  readonly flags: string;
  readonly text: string;
  readonly expiresAt: number | undefined;
}

function conversation(
  items: Map<string, Item>,
  { machine }: Process,
  version: string,
  startedAt: number,
): Conversation {
  let pending: { readonly words: readonly string[] } | undefined;
  const found = (key: string): Item | undefined => {
    const item = items.get(key);
    if (item?.expiresAt === undefined || item.expiresAt > machine.now()) return item;
    items.delete(key);
    return undefined;
  };
  const store = ([command = "", key = "", flags = "0", seconds = "0"]: readonly string[], text: string): string => {
    const isThere = found(key) !== undefined;
    if ((command === "add" && isThere) || (command === "replace" && !isThere)) return "NOT_STORED\r\n";
    const expiresAt = Number(seconds) === 0 ? undefined : machine.now() + Number(seconds) * 1000;
    items.set(key, { flags, text, expiresAt });
    return "STORED\r\n";
  };
  const count = (key: string, by: number): string => {
    const item = found(key);
    if (item === undefined) return "NOT_FOUND\r\n";
    if (!/^\d+$/.test(item.text)) return "CLIENT_ERROR cannot increment or decrement non-numeric value\r\n";
    const text = String(Math.max(0, Number(item.text) + by));
    items.set(key, { ...item, text });
    return `${text}\r\n`;
  };
  return {
    answer(line) {
      if (pending !== undefined) {
        const { words } = pending;
        pending = undefined;
        return byteLength(line) === Number(words[4]) ? store(words, line) : "CLIENT_ERROR bad data chunk\r\nERROR\r\n";
      }
      const words = line.trim().split(/\s+/);
      const [command = "", key = "", amount = "1"] = words;
      switch (command) {
        case "set":
        case "add":
        case "replace":
          if (words.length < 5) return "ERROR\r\n";
          pending = { words };
          return "";
        case "get":
        case "gets": {
          const values = words.slice(1).flatMap((name) => {
            const item = found(name);
            return item === undefined
              ? []
              : [`VALUE ${name} ${item.flags} ${byteLength(item.text)}\r\n${item.text}\r\n`];
          });
          return `${values.join("")}END\r\n`;
        }
        case "delete":
          return found(key) !== undefined && items.delete(key) ? "DELETED\r\n" : "NOT_FOUND\r\n";
        case "incr":
          return count(key, Number(amount));
        case "decr":
          return count(key, -Number(amount));
        case "flush_all":
          items.clear();
          return "OK\r\n";
        case "version":
          return `VERSION ${version}\r\n`;
        case "stats":
          return [
            "STAT pid 1",
            `STAT uptime ${Math.floor((machine.now() - startedAt) / 1000)}`,
            `STAT version ${version}`,
            `STAT curr_items ${items.size}`,
            "STAT limit_maxbytes 67108864",
            "END",
          ]
            .join("\r\n")
            .concat("\r\n");
        case "quit":
          return undefined;
        default:
          return "ERROR\r\n";
      }
    },
  };
}

export const memcachedImage: Image = {
  repository: "docker.io/library/memcached",
  sizeBytes: 31_800_000,
  hasTag: versions(/^1(\.[56])?(\.\d+)?$/),
  config: (tag) => {
    const version = versionOf(tag, NEWEST);
    return {
      entrypoint: ["docker-entrypoint.sh"],
      cmd: ["memcached"],
      user: "memcache",
      users: { memcache: 11211 },
      userland: tag.includes("alpine") ? "alpine" : "debian",
      env: { MEMCACHED_VERSION: version },
      programs: {
        "/usr/local/bin/docker-entrypoint.sh": (process) => {
          const [, first = ""] = process.argv;
          const args = process.argv.slice(1);
          return handOver(process, first.startsWith("-") ? ["memcached", ...args] : args, "docker-entrypoint.sh");
        },
        "/usr/local/bin/memcached": (process) => {
          const items = new Map<string, Item>();
          const startedAt = process.machine.now();
          return lineServer({
            port: ({ argv }) => Number(flag(argv, "p") ?? flag(argv, "port") ?? 11211),
            begin: (own) => conversation(items, own, version, startedAt),
          })(process);
        },
      },
    };
  },
};

// The keys of a redis server and what commands do to them.

import { array, bulk, fault, integer, nil, ok, type Reply } from "./protocol.ts";

export type Content =
  | { readonly type: "string"; readonly text: string }
  | { readonly type: "list" | "set"; readonly items: readonly string[] }
  | { readonly type: "hash"; readonly fields: Readonly<Record<string, string>> };

export interface Entry {
  readonly content: Content;
  readonly expiresAt?: number;
}

const WRONG_TYPE = fault("WRONGTYPE Operation against a key holding the wrong kind of value");
const NO_INTEGER = fault("ERR value is not an integer or out of range");

/** How many words a command takes at least, its own included. */
const ARITY: Readonly<Record<string, number>> = {
  GET: 2,
  SET: 3,
  SETNX: 3,
  SETEX: 4,
  MGET: 2,
  MSET: 3,
  APPEND: 3,
  STRLEN: 2,
  INCR: 2,
  DECR: 2,
  INCRBY: 3,
  DECRBY: 3,
  DEL: 2,
  EXISTS: 2,
  TYPE: 2,
  KEYS: 2,
  EXPIRE: 3,
  TTL: 2,
  PERSIST: 2,
  LPUSH: 3,
  RPUSH: 3,
  LPOP: 2,
  RPOP: 2,
  LLEN: 2,
  LRANGE: 4,
  HSET: 4,
  HGET: 3,
  HGETALL: 2,
  HDEL: 3,
  HKEYS: 2,
  HLEN: 2,
  SADD: 3,
  SMEMBERS: 2,
  SREM: 3,
  SCARD: 2,
  SISMEMBER: 3,
};

/** Commands that change something: they go into the append-only file. */
export const WRITES = new Set(
  "SET SETNX SETEX MSET APPEND INCR DECR INCRBY DECRBY DEL EXPIRE PERSIST LPUSH RPUSH LPOP RPOP HSET HDEL SADD SREM FLUSHALL FLUSHDB".split(
    " ",
  ),
);

export class Keyspace {
  readonly entries = new Map<string, Entry>();

  constructor(private readonly now: () => number) {}

  /** Undefined for a command that is not about keys. */
  run(words: readonly string[]): Reply | undefined {
    const [command = "", key = "", ...rest] = words;
    const name = command.toUpperCase();
    if (words.length < (ARITY[name] ?? 0))
      return fault(`ERR wrong number of arguments for '${name.toLowerCase()}' command`);
    return this.general(name, key, rest) ?? this.text(name, key, rest) ?? this.collection(name, key, rest);
  }

  private general(name: string, key: string, rest: readonly string[]): Reply | undefined {
    switch (name) {
      case "DEL":
        return integer(
          [key, ...rest].filter((each) => this.find(each) !== undefined && this.entries.delete(each)).length,
        );
      case "EXISTS":
        return integer([key, ...rest].filter((each) => this.find(each) !== undefined).length);
      case "TYPE":
        return { kind: "status", text: this.find(key)?.content.type ?? "none" };
      case "KEYS":
        return array(this.keys().filter((each) => matches(each, key)));
      case "DBSIZE":
        return integer(this.keys().length);
      case "FLUSHALL":
      case "FLUSHDB":
        this.entries.clear();
        return ok;
      case "EXPIRE": {
        const entry = this.find(key);
        if (!/^-?\d+$/.test(rest[0] ?? "")) return NO_INTEGER;
        if (entry !== undefined) this.entries.set(key, { ...entry, expiresAt: this.now() + Number(rest[0]) * 1000 });
        return integer(entry === undefined ? 0 : 1);
      }
      case "PERSIST": {
        const entry = this.find(key);
        if (entry?.expiresAt === undefined) return integer(0);
        this.entries.set(key, { content: entry.content });
        return integer(1);
      }
      case "TTL": {
        const entry = this.find(key);
        if (entry === undefined) return integer(-2);
        return integer(entry.expiresAt === undefined ? -1 : Math.ceil((entry.expiresAt - this.now()) / 1000));
      }
      default:
        return undefined;
    }
  }

  private text(name: string, key: string, rest: readonly string[]): Reply | undefined {
    const content = this.find(key)?.content;
    const isOther = content !== undefined && content.type !== "string";
    const text = content?.type === "string" ? content.text : undefined;
    switch (name) {
      case "SET":
        return this.set(key, rest);
      case "SETNX":
        if (content !== undefined) return integer(0);
        this.put(key, { type: "string", text: rest[0] ?? "" });
        return integer(1);
      case "SETEX":
        return this.set(key, [rest[1] ?? "", "EX", rest[0] ?? ""]);
      case "GET":
        return isOther ? WRONG_TYPE : bulk(text);
      case "MGET":
        return array(
          [key, ...rest].map((each) => {
            const found = this.find(each)?.content;
            return found?.type === "string" ? found.text : undefined;
          }),
        );
      case "MSET": {
        const pairs = [key, ...rest];
        for (let at = 0; at < pairs.length; at += 2)
          this.put(pairs[at] ?? "", { type: "string", text: pairs[at + 1] ?? "" });
        return ok;
      }
      case "APPEND":
        if (isOther) return WRONG_TYPE;
        this.keep(key, { type: "string", text: (text ?? "") + (rest[0] ?? "") });
        return integer((text ?? "").length + (rest[0] ?? "").length);
      case "STRLEN":
        return isOther ? WRONG_TYPE : integer((text ?? "").length);
      case "INCR":
      case "DECR":
      case "INCRBY":
      case "DECRBY": {
        if (isOther) return WRONG_TYPE;
        const by = name.endsWith("BY") ? (rest[0] ?? "") : "1";
        if (!/^-?\d+$/.test(by) || !/^-?\d+$/.test(text ?? "0")) return NO_INTEGER;
        const next = Number(text ?? 0) + (name.startsWith("INCR") ? Number(by) : -Number(by));
        this.keep(key, { type: "string", text: String(next) });
        return integer(next);
      }
      default:
        return undefined;
    }
  }

  private set(key: string, [text = "", ...options]: readonly string[]): Reply {
    const words = options.map((word) => word.toUpperCase());
    const exists = this.find(key) !== undefined;
    if ((words.includes("NX") && exists) || (words.includes("XX") && !exists)) return nil;
    const unit = words.includes("EX") ? 1000 : 1;
    const place = words.findIndex((word) => word === "EX" || word === "PX");
    const amount = place < 0 ? undefined : words[place + 1];
    if (amount !== undefined && !/^\d+$/.test(amount)) return NO_INTEGER;
    const expiry = amount === undefined ? {} : { expiresAt: this.now() + Number(amount) * unit };
    this.entries.set(key, { content: { type: "string", text }, ...expiry });
    return ok;
  }

  private collection(name: string, key: string, rest: readonly string[]): Reply | undefined {
    const kind = /^H(SET|GET|GETALL|DEL|KEYS|LEN)$/.test(name)
      ? "hash"
      : /^S(ADD|MEMBERS|REM|CARD|ISMEMBER)$/.test(name)
        ? "set"
        : /^[LR](PUSH|POP)$|^LLEN$|^LRANGE$/.test(name)
          ? "list"
          : undefined;
    if (kind === undefined) return undefined;
    const content = this.find(key)?.content;
    if (content !== undefined && content.type !== kind) return WRONG_TYPE;
    if (kind === "hash") return this.hash(name, key, rest, content?.type === "hash" ? content.fields : {});
    const items = content?.type === "list" || content?.type === "set" ? content.items : [];
    return kind === "set" ? this.members(name, key, rest, items) : this.list(name, key, rest, items);
  }

  private list(name: string, key: string, rest: readonly string[], items: readonly string[]): Reply {
    const keep = (next: readonly string[]): void => this.keep(key, { type: "list", items: next });
    switch (name) {
      case "LPUSH":
        keep([...rest.toReversed(), ...items]);
        return integer(items.length + rest.length);
      case "RPUSH":
        keep([...items, ...rest]);
        return integer(items.length + rest.length);
      case "LPOP":
        keep(items.slice(1));
        return bulk(items[0]);
      case "RPOP":
        keep(items.slice(0, -1));
        return bulk(items.at(-1));
      case "LLEN":
        return integer(items.length);
      default: {
        const [from, to] = rest.map(Number);
        if (from === undefined || to === undefined || Number.isNaN(from + to)) return NO_INTEGER;
        return array(items.slice(from, to < 0 ? items.length + to + 1 : to + 1));
      }
    }
  }

  private hash(name: string, key: string, rest: readonly string[], fields: Readonly<Record<string, string>>): Reply {
    switch (name) {
      case "HSET": {
        if (rest.length % 2 === 1) return fault("ERR wrong number of arguments for 'hset' command");
        const next = { ...fields };
        for (let at = 0; at < rest.length; at += 2) next[rest[at] ?? ""] = rest[at + 1] ?? "";
        this.keep(key, { type: "hash", fields: next });
        return integer(Object.keys(next).length - Object.keys(fields).length);
      }
      case "HGET":
        return bulk(fields[rest[0] ?? ""]);
      case "HGETALL":
        return array(Object.entries(fields).flat());
      case "HKEYS":
        return array(Object.keys(fields));
      case "HLEN":
        return integer(Object.keys(fields).length);
      default: {
        const next = Object.fromEntries(Object.entries(fields).filter(([field]) => !rest.includes(field)));
        this.keep(key, { type: "hash", fields: next });
        return integer(Object.keys(fields).length - Object.keys(next).length);
      }
    }
  }

  private members(name: string, key: string, rest: readonly string[], items: readonly string[]): Reply {
    switch (name) {
      case "SADD": {
        const next = [...new Set([...items, ...rest])];
        this.keep(key, { type: "set", items: next });
        return integer(next.length - items.length);
      }
      case "SREM": {
        const next = items.filter((item) => !rest.includes(item));
        this.keep(key, { type: "set", items: next });
        return integer(items.length - next.length);
      }
      case "SCARD":
        return integer(items.length);
      case "SISMEMBER":
        return integer(items.includes(rest[0] ?? "") ? 1 : 0);
      default:
        return array(items);
    }
  }

  keys(): readonly string[] {
    return [...this.entries.keys()].filter((key) => this.find(key) !== undefined);
  }

  private find(key: string): Entry | undefined {
    const entry = this.entries.get(key);
    if (entry?.expiresAt === undefined || entry.expiresAt > this.now()) return entry;
    this.entries.delete(key);
    return undefined;
  }

  private put(key: string, content: Content): void {
    this.entries.set(key, { content });
  }

  /** A change in place: what is left of its time stays; what is empty is gone. */
  private keep(key: string, content: Content): void {
    const size =
      content.type === "hash"
        ? Object.keys(content.fields).length
        : content.type === "string"
          ? 1
          : content.items.length;
    if (size === 0) this.entries.delete(key);
    else this.entries.set(key, { ...this.find(key), content });
  }
}

function matches(key: string, pattern: string): boolean {
  const source = pattern
    .replace(/[\\^$.+(){}|]/g, "\\$&")
    .replaceAll("*", "[^]*")
    .replaceAll("?", "[^]");
  return new RegExp(`^${source}$`, "u").test(key);
}

// Reads the part of nginx's configuration language that lessons and learners use: servers, listen, root, locations, return, proxy_pass.
// Simplified: directives that change nothing a learner can see here are skipped without a word.

import type { FileTree } from "../../../shell/files.ts";

export interface NginxLocation {
  readonly prefix: string;
  readonly isExact: boolean;
  readonly root?: string;
  readonly alias?: string;
  readonly returns?: { readonly status: number; readonly body: string };
  readonly proxyPass?: string;
}

export interface NginxServer {
  readonly ports: readonly number[];
  readonly root: string;
  readonly index: readonly string[];
  readonly locations: readonly NginxLocation[];
  readonly returns?: { readonly status: number; readonly body: string };
}

interface Directive {
  readonly words: readonly string[];
  readonly block?: readonly Directive[];
}

/** Raised for a configuration that nginx would refuse. */
export class NginxConfigError extends Error {}

export function readNginxConfig(files: FileTree): readonly NginxServer[] {
  const main = files.exists("/etc/nginx/nginx.conf") ? parse(files.read("/etc/nginx/nginx.conf")) : [];
  const http = main.find(({ words }) => words[0] === "http")?.block ?? [];
  const included = http.some(({ words }) => words[0] === "include" && words[1]?.includes("conf.d") === true);
  const names =
    included && files.exists("/etc/nginx/conf.d")
      ? files.list("/etc/nginx/conf.d").filter((name) => name.endsWith(".conf"))
      : [];
  const more = names.flatMap((name) => parse(files.read(`/etc/nginx/conf.d/${name}`)));
  return [...http, ...more].filter(({ words }) => words[0] === "server").map(({ block = [] }) => serverOf(block));
}

function serverOf(block: readonly Directive[]): NginxServer {
  const of = (name: string) => block.filter(({ words }) => words[0] === name);
  const ports = of("listen").flatMap(({ words }) => {
    const port = Number(/(\d+)$/.exec(words[1] ?? "")?.[1]);
    return Number.isNaN(port) ? [] : [port];
  });
  const returns = returnOf(block);
  return {
    ports: ports.length === 0 ? [80] : [...new Set(ports)],
    root: of("root")[0]?.words[1] ?? "/etc/nginx/html",
    index: of("index")[0]?.words.slice(1) ?? ["index.html"],
    locations: of("location").map(locationOf),
    ...(returns === undefined ? {} : { returns }),
  };
}

function locationOf({ words, block = [] }: Directive): NginxLocation {
  const isExact = words[1] === "=";
  const prefix = (words[1]?.startsWith("/") === true ? words[1] : words[2]) ?? "/";
  const value = (name: string): string | undefined => block.find((directive) => directive.words[0] === name)?.words[1];
  const [root, alias, proxyPass, returns] = [value("root"), value("alias"), value("proxy_pass"), returnOf(block)];
  return {
    prefix,
    isExact,
    ...(root === undefined ? {} : { root }),
    ...(alias === undefined ? {} : { alias }),
    ...(proxyPass === undefined ? {} : { proxyPass }),
    ...(returns === undefined ? {} : { returns }),
  };
}

function returnOf(block: readonly Directive[]): { status: number; body: string } | undefined {
  const found = block.find(({ words }) => words[0] === "return");
  if (found === undefined) return undefined;
  return { status: Number(found.words[1]), body: (found.words[2] ?? "").replaceAll("\\n", "\n") };
}

/** Replicas of a server read the same few files, and what is read of them never changes. */
const parsed = new Map<string, readonly Directive[]>();
const MOST_PARSED = 16;

function parse(text: string): readonly Directive[] {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const directives = parseAnew(text);
  if (parsed.size >= MOST_PARSED) parsed.clear();
  parsed.set(text, directives);
  return directives;
}

function parseAnew(text: string): readonly Directive[] {
  const tokens = text.replace(/#[^\n]*/g, "").match(/"(?:\\.|[^"])*"|'(?:\\.|[^'])*'|[{};]|[^\s{};"']+/g) ?? [];
  let position = 0;
  function block(isNested: boolean): Directive[] {
    const directives: Directive[] = [];
    let words: string[] = [];
    for (; position < tokens.length; position++) {
      const token = tokens[position] ?? "";
      if (token === ";") {
        directives.push({ words });
        words = [];
      } else if (token === "{") {
        position++;
        directives.push({ words, block: block(true) });
        words = [];
      } else if (token === "}") {
        if (!isNested) throw new NginxConfigError('unexpected "}"');
        return directives;
      } else words.push(token.replace(/^(["'])(.*)\1$/s, "$2"));
    }
    if (isNested) throw new NginxConfigError('unexpected end of file, expecting "}"');
    if (words.length > 0) throw new NginxConfigError(`unexpected end of file, expecting ";" or "}"`);
    return directives;
  }
  return block(false);
}

/** The location that serves a path: an exact one, else the longest prefix. */
export function locationFor(server: NginxServer, path: string): NginxLocation | undefined {
  const exact = server.locations.find((location) => location.isExact && location.prefix === path);
  if (exact !== undefined) return exact;
  const matching = server.locations.filter((location) => !location.isExact && path.startsWith(location.prefix));
  return matching.sort((a, b) => b.prefix.length - a.prefix.length)[0];
}

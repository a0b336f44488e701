// Stands for the file server behind --www: files by their names, directories as lists, index.html for its directory.
// Simplified: no dates of change are told, so a browser asks for each file again; what it gets is the same.

import { byteLength, sliceBytes } from "../../bytes/bytes.ts";
import type { KubectlFiles } from "../io.ts";

/** `Content-Length` is for the one who sends it. */
export interface PlainAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Any bytes, as src/bytes says. */
  readonly body: string;
}

export interface FileRequest {
  readonly method: string;
  readonly directory: string;
  /** Below the directory, without a slash in front. */
  readonly name: string;
  readonly range?: string | undefined;
}

/** As Go answers in plain words. */
export function textAnswer(status: number, text: string): PlainAnswer {
  return {
    status,
    headers: [
      ["Content-Type", "text/plain; charset=utf-8"],
      ["X-Content-Type-Options", "nosniff"],
    ],
    body: `${text}\n`,
  };
}

const missing = textAnswer(404, "404 page not found");

export function staticAnswer(request: FileRequest, files: KubectlFiles): PlainAnswer {
  const { directory, name } = request;
  const path = `${directory.replace(/\/+$/, "")}/${name}`;
  const kind = files.kind(path.replace(/\/+$/, "") || "/");
  if (kind === undefined) return missing;
  if (name === "index.html" || name.endsWith("/index.html")) return movedTo("./");
  const last = name.replace(/\/+$/, "").split("/").at(-1) ?? "";
  if (kind === "file") return name.endsWith("/") ? movedTo(`../${last}`) : fileAnswer(path, request, files);
  if (name !== "" && !name.endsWith("/")) return movedTo(`${last}/`);
  return directoryAnswer(path.replace(/\/+$/, ""), request, files);
}

function movedTo(location: string): PlainAnswer {
  return { status: 301, headers: [["Location", location]], body: "" };
}

function directoryAnswer(path: string, request: FileRequest, files: KubectlFiles): PlainAnswer {
  const index = `${path}/index.html`;
  if (files.kind(index) === "file") return fileAnswer(index, request, files);
  const names = files.list(path).map((name) => (files.kind(`${path}/${name}`) === "directory" ? `${name}/` : name));
  const links = names.map((name) => `<a href="${encodeURI(name)}">${escaped(name)}</a>\n`).join("");
  const body = `<!doctype html>\n<meta name="viewport" content="width=device-width">\n<pre>\n${links}</pre>\n`;
  return { status: 200, headers: [["Content-Type", "text/html; charset=utf-8"]], body };
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&#34;");
}

function fileAnswer(path: string, { range }: FileRequest, files: KubectlFiles): PlainAnswer {
  let content: string;
  try {
    content = files.read(path);
  } catch (error) {
    return textAnswer(403, error instanceof Error ? "403 Forbidden" : String(error));
  }
  const headers: [string, string][] = [
    ["Accept-Ranges", "bytes"],
    ["Content-Type", typeOf(path, content)],
  ];
  const part = partOf(range, byteLength(content));
  if (part === undefined) return { status: 200, headers, body: content };
  const told: [string, string] = ["Content-Range", `bytes ${part.from}-${part.to}/${byteLength(content)}`];
  return { status: 206, headers: [...headers, told], body: sliceBytes(content, part.from, part.to + 1) };
}

/** The one part that a Range header asks for; undefined for the whole. */
function partOf(range: string | undefined, length: number): { readonly from: number; readonly to: number } | undefined {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(range ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  const from = first === "" ? Math.max(0, length - Number(last)) : Number(first);
  const to = first === "" || last === "" ? length - 1 : Math.min(Number(last), length - 1);
  return from > to ? undefined : { from, to };
}

const types: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  gif: "image/gif",
  htm: "text/html; charset=utf-8",
  html: "text/html; charset=utf-8",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  mjs: "text/javascript; charset=utf-8",
  pdf: "application/pdf",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  wasm: "application/wasm",
  webp: "image/webp",
  xml: "text/xml; charset=utf-8",
};

function typeOf(path: string, content: string): string {
  const ending = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  const known = types[ending];
  if (known !== undefined) return known;
  if (/^\s*<(!doctype html|html|head|body|p|h1|div|a|br|script)[\s>]/i.test(content)) return types.html ?? "";
  // Control characters, and bytes that are no text, are not for reading.
  return /[\0-\x08\x0e-\x1a\x1c-\x1f\udc80-\udcff]/.test(content.slice(0, 512))
    ? "application/octet-stream"
    : "text/plain; charset=utf-8";
}

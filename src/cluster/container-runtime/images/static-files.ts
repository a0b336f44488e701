// Serves files as they are at the moment, for the web servers among the images.

import { joinedText, textOfByte } from "../../../bytes/bytes.ts";
import { FileError, type FileTree } from "../../../shell/files.ts";
import { resolvePath } from "../../../shell/paths.ts";
import type { HttpAnswer } from "./http-server.ts";

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html",
  htm: "text/html",
  txt: "text/plain",
  css: "text/css",
  js: "application/javascript",
  json: "application/json",
  xml: "text/xml",
  svg: "image/svg+xml",
};

/** `forbidden` is a directory without an index file; `denied` is what the server's user may not read. */
type Refusal = "forbidden" | "denied" | "missing";

/** Serves a file below `root`; a directory by its index file. */
export function serveFile(files: FileTree, root: string, path: string, index: readonly string[]): HttpAnswer | Refusal {
  const full = resolvePath("/", root + unescapePath(path));
  try {
    if (files.stat(full).type !== "directory") return fileAnswer(files, full);
    if (!path.endsWith("/")) return { status: 301, headers: { Location: `${path}/` }, body: "" };
    const name = index.find((candidate) => files.exists(resolvePath(full, candidate)));
    return name === undefined ? "forbidden" : fileAnswer(files, resolvePath(full, name));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return error.code === "EACCES" ? "denied" : "missing";
  }
}

/** `%20` and the like, of which each is a byte. */
function unescapePath(path: string): string {
  const bytes = path.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => textOfByte(Number.parseInt(hex, 16)));
  return joinedText(bytes);
}

function fileAnswer(files: FileTree, path: string): HttpAnswer {
  const type = TYPES[path.slice(path.lastIndexOf(".") + 1)] ?? "application/octet-stream";
  const changed = new Date(files.stat(path).modifiedAt).toUTCString();
  return {
    status: 200,
    headers: { "Content-Type": type, "Last-Modified": changed, "Accept-Ranges": "bytes" },
    body: files.read(path),
  };
}

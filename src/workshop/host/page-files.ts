// The pages that the host serves, as they were built; read once when it starts.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import type { PageFile, PageFiles } from "./pages.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** By path: `/` is the instructor's page, `/projector` and `/join` are those of that name. */
export function readPageFiles(folder: string): PageFiles {
  const pages = new Map<string, PageFile>();
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const page = basename(name, ".html");
    const path = extname(name) !== ".html" ? name : page === "index" ? "" : page;
    pages.set(`/${path}`, { type, body: readFileSync(join(folder, name)) });
  }
  return pages;
}

// Stands for the routes of kubectl proxy: the API under its prefix, static files under theirs, nothing else.

import type { KubectlFiles } from "../io.ts";
import { isAccepted, type RequestFilter } from "./filter.ts";
import { type PlainAnswer, staticAnswer, textAnswer } from "./static-files.ts";

export interface RouteOptions {
  /** Both end with a slash. */
  readonly apiPrefix: string;
  readonly staticPrefix: string;
  /** The directory with the static files; none are served when empty. */
  readonly staticDirectory: string;
  /** Absent where everything is let through. */
  readonly filter?: RequestFilter;
  readonly files: KubectlFiles;
}

export interface RoutedRequest {
  readonly method: string;
  /** As it stands in the request line: path and query. */
  readonly target: string;
  readonly host: string;
  /** The Range header. */
  readonly range?: string | undefined;
}

export type Route =
  /** On to the API server, with this path and query. */
  { readonly kind: "api"; readonly target: string } | { readonly kind: "answer"; readonly answer: PlainAnswer };

const notFound = textAnswer(404, "404 page not found");

export function routeOf(request: RoutedRequest, options: RouteOptions): Route {
  const { path, search } = splitTarget(request.target);
  // A slash that is encoded belongs to its name.
  const escaped = cleanPath(path);
  const clean = decodedPath(escaped);
  const { apiPrefix, staticPrefix, staticDirectory } = options;
  const isStatic = (candidate: string) => staticDirectory !== "" && candidate.startsWith(staticPrefix);
  // The longer prefix is the more particular one.
  const servesFile = isStatic(clean) && !(clean.startsWith(apiPrefix) && apiPrefix.length > staticPrefix.length);
  const moved = movedTo(path, escaped, options);
  if (moved !== undefined) return { kind: "answer", answer: redirection(`${moved}${search}`) };
  if (servesFile) {
    const name = clean.slice(staticPrefix.length);
    return { kind: "answer", answer: staticAnswer({ ...request, name, directory: staticDirectory }, options.files) };
  }
  if (!clean.startsWith(apiPrefix)) return { kind: "answer", answer: notFound };
  const inner = (whole: string) => (apiPrefix.startsWith("/api") ? whole : `/${whole.slice(apiPrefix.length)}`);
  const { filter } = options;
  if (filter !== undefined && !isAccepted(filter, { method: request.method, path: inner(clean), host: request.host }))
    return { kind: "answer", answer: textAnswer(403, "Forbidden") };
  return { kind: "api", target: `${inner(escaped)}${search}` };
}

function splitTarget(target: string): { readonly path: string; readonly search: string } {
  const at = target.indexOf("?");
  const path = at === -1 ? target : target.slice(0, at);
  return { path: path.replace(/^https?:\/\/[^/]*/i, ""), search: at === -1 ? "" : target.slice(at) };
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    // What is no encoding is taken as it stands.
    if (error instanceof URIError) return path;
    throw error;
  }
}

/** As Go's router wants paths: without `//`, `.` and `..`, with the slash at the end that they came with. */
function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  const joined = `/${parts.join("/")}`;
  return joined !== "/" && path.endsWith("/") ? `${joined}/` : joined;
}

/** Where a path is sent that is not clean, or that lacks the slash of a prefix. */
function movedTo(path: string, clean: string, { apiPrefix, staticPrefix, staticDirectory }: RouteOptions) {
  const prefixes = staticDirectory === "" ? [apiPrefix] : [apiPrefix, staticPrefix];
  if (prefixes.includes(`${clean}/`)) return `${clean}/`;
  return clean === path ? undefined : clean;
}

function redirection(location: string): PlainAnswer {
  const body = `<a href="${location.replaceAll("&", "&amp;")}">Moved Permanently</a>.\n\n`;
  return {
    status: 301,
    headers: [
      ["Content-Type", "text/html; charset=utf-8"],
      ["Location", location],
    ],
    body,
  };
}

// --raw of create, replace and delete: one request with the body of one file, and what the server answered.

import type { Method, Query } from "../api/request.ts";
import type { CommandContext } from "./command.ts";
import { KubectlError } from "./errors.ts";
import { readText } from "./manifest.ts";

export async function sendRaw({ flags, session, io }: CommandContext, method: Method): Promise<void> {
  const [file, ...more] = flags.strings("filename");
  const needsFile = method !== "DELETE";
  if ((needsFile && file === undefined) || more.length > 0)
    throw new KubectlError("--raw can only use a single local file or stdin");
  if (file !== undefined && /^https?:\/\//.test(file)) throw new KubectlError("--raw cannot read from a url");
  if (flags.bool("recursive")) throw new KubectlError("--raw and --recursive are mutually exclusive");
  if (flags.has("selector") && flags.string("selector") !== "" && method === "POST")
    throw new KubectlError("--raw and --selector (-l) are mutually exclusive");
  if (flags.string("output") !== "") throw new KubectlError("--raw and --output are mutually exclusive");
  const { path, query } = rawUri(flags.string("raw"));
  const body = file === undefined ? {} : { body: bodyOf(await readText(session, file)) };
  const response = await session.client.request(method, path, { query, contentType: "", ...body });
  if (response.kind === "object") io.stdout.write(`${JSON.stringify(response.body)}\n`);
  else if (response.kind === "text") io.stdout.write(response.body);
}

/** The path and query of --raw, which is no whole address. */
export function rawUri(uri: string): { readonly path: string; readonly query: Query } {
  if (!uri.startsWith("/") && !/^[a-z][a-z\d+.-]*:\/\//i.test(uri))
    throw new KubectlError(`--raw must be a valid URL path: parse ${JSON.stringify(uri)}: invalid URI for request`);
  const [path = "", search = ""] = uri.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?]*/i, "").split("?");
  return { path: path === "" ? "/" : path, query: queryOf(search) };
}

function queryOf(search: string): Query {
  const query: Record<string, string | string[]> = {};
  for (const pair of search.split("&").filter((part) => part !== "")) {
    const [name = "", value = ""] = pair.split("=").map((part) => decodeURIComponent(part.replaceAll("+", " ")));
    const known = query[name];
    query[name] = known === undefined ? value : [...(typeof known === "string" ? [known] : known), value];
  }
  return query;
}

/** The text as it stands; what is no JSON is for the server to refuse. */
function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

// --raw of create, replace and delete: one request with the body of one file, and what the server answered.

import type { Method } from "../api/request.ts";
import type { CommandContext } from "./command.ts";
import { KubectlError } from "./errors.ts";
import { readText } from "./manifest.ts";
import { parseYamlDocument } from "./yaml/load.ts";

export async function sendRaw({ flags, session, io }: CommandContext, method: Method): Promise<void> {
  const [file, ...more] = flags.strings("filename");
  const needsFile = method !== "DELETE";
  if ((needsFile && file === undefined) || more.length > 0)
    throw new KubectlError("--raw can only use a single local file or stdin");
  if (file !== undefined && /^https?:\/\//.test(file)) throw new KubectlError("--raw cannot read from a url");
  if (flags.bool("recursive")) throw new KubectlError("--raw and --recursive are mutually exclusive");
  if (flags.string("output") !== "") throw new KubectlError("--raw and --output are mutually exclusive");
  const body = file === undefined ? {} : { body: bodyOf(await readText(session, file)) };
  const path = flags.string("raw").split("?")[0] ?? "";
  const response = await session.client.request(method, path, { contentType: "application/json", ...body });
  if (response.kind === "object") io.stdout.write(`${JSON.stringify(response.body)}\n`);
  else if (response.kind === "text") io.stdout.write(response.body);
}

function bodyOf(text: string): unknown {
  const parsed = parseYamlDocument(text);
  if (parsed.error !== undefined) throw new KubectlError(parsed.error);
  return parsed.value;
}

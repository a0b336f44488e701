// get --raw: one request, and what the server answered.

import type { AnyObject } from "../../../api/types.ts";
import { ACCEPT_JSON } from "../../client.ts";
import type { CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import { rawUri } from "../../raw-request.ts";
import { isRegistered } from "../../scheme.ts";
import { iterate } from "../../streams.ts";

export async function printRaw({ args, flags, io, session }: CommandContext): Promise<void> {
  const uri = flags.string("raw");
  if (args.length > 0) throw new KubectlError("arguments may not be passed when --raw is specified");
  if (flags.bool("watch") || flags.bool("watch-only") || flags.string("selector") !== "") {
    throw new KubectlError(
      "--raw may not be specified with other flags that filter the server request or alter the output",
    );
  }
  if (flags.string("output") !== "") throw new KubectlError("--raw and --output are mutually exclusive");
  const { path, query } = rawUri(uri);
  const response = await session.client.request("GET", path, { query, accept: ACCEPT_JSON });
  if (response.kind === "text") io.stdout.write(response.body);
  else if (response.kind === "object") io.stdout.write(objectText(path, asSent(response.body)));
  else if (response.kind === "watch")
    for await (const event of iterate(response.events, io.interrupted)) io.stdout.write(`${JSON.stringify(event)}\n`);
  else if (response.kind === "text-stream")
    for await (const text of iterate(response.text, io.interrupted)) io.stdout.write(text);
}

// The version is the one answer that the server lays out for people.
function objectText(path: string, body: unknown): string {
  return /^\/version\/?$/.test(path) ? JSON.stringify(body, null, 2) : `${JSON.stringify(body)}\n`;
}

/** The objects of a list have no type of their own on the wire, but for those of custom resources. */
function asSent(body: unknown): unknown {
  const { apiVersion, kind, items } = body as Partial<AnyObject>;
  if (!Array.isArray(items) || apiVersion === undefined || !isRegistered(apiVersion)) return body;
  const untyped = (item: AnyObject) => {
    if (`${item.kind}List` !== kind) return item;
    const { apiVersion: _, kind: __, ...rest } = item;
    return rest;
  };
  return { ...(body as object), items: items.map(untyped) };
}

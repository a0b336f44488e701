// What the flags of kubectl logs ask of the server.

import type { CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import { instantFault } from "../../instant.ts";

const DEFAULT_TAIL_OF_SELECTOR = 10;

export function logQuery({ flags }: CommandContext): Record<string, string> {
  const query: Record<string, string> = {};
  for (const name of ["follow", "previous", "timestamps"]) if (flags.bool(name)) query[name] = "true";
  if (flags.bool("insecure-skip-tls-verify-backend")) query.insecureSkipTLSVerifyBackend = "true";
  const sinceTime = flags.string("since-time");
  const since = flags.duration("since");
  if (sinceTime !== "" && since !== 0)
    throw new KubectlError("at most one of `sinceTime` or `sinceSeconds` may be specified");
  if (since < 0) throw new KubectlError("--since must be greater than 0");
  if (since > 0) query.sinceSeconds = String(Math.ceil(since / 1000));
  if (sinceTime !== "") query.sinceTime = sinceTime;
  const limitBytes = flags.int("limit-bytes");
  if (limitBytes < 0) throw new KubectlError("--limit-bytes must be greater than 0");
  if (limitBytes > 0) query.limitBytes = String(limitBytes);
  const tail = tailLines(flags.int("tail"), flags.changed("tail"), flags.string("selector") !== "");
  return tail === undefined ? query : { ...query, tailLines: String(tail) };
}

function tailLines(tail: number, given: boolean, hasSelector: boolean): number | undefined {
  if (tail < -1) throw new KubectlError("--tail must be greater than or equal to -1");
  if (!given && hasSelector) return DEFAULT_TAIL_OF_SELECTOR;
  return tail === -1 ? undefined : tail;
}

/** An instant that cannot be read is complained of before any pod is looked for. */
export function checkSinceTime({ flags }: CommandContext): void {
  const text = flags.string("since-time");
  const fault = text === "" ? undefined : instantFault(text);
  if (fault !== undefined) throw new KubectlError(fault);
}

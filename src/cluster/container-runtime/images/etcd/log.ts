// Log lines of etcd and its tools: JSON by zap.

import type { Process } from "../../../../shell/process.ts";

export function logLine(
  { machine }: Process,
  caller: string,
  message: string,
  fields: Readonly<Record<string, unknown>> = {},
  level: "info" | "warn" | "error" = "info",
): string {
  const ts = new Date(machine.now()).toISOString().replace("Z", "000Z");
  return JSON.stringify({ level, ts, caller, msg: message, ...fields });
}

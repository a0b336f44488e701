// Answers in JSON, as small web services give them.

import type { HttpAnswer } from "./http-server.ts";

/** Indented as Go's and JavaScript's libraries do, when `indent` says by how much. */
export function json(status: number, value: unknown, indent?: number): HttpAnswer {
  return {
    status,
    headers: { "Content-Type": "application/json; charset=utf-8" },
    body: `${JSON.stringify(value, null, indent)}${indent === undefined ? "" : "\n"}`,
  };
}

/** `Content-Type` for what was sent as `content-type`, as most servers show headers. */
export function titled(header: string): string {
  return header.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase());
}

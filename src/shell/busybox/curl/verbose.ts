// What curl -v says on standard error: what it does (*), what it sends (>) and what it gets (<).

import type { HttpResponse } from "../../http-message.ts";
import type { Transfer } from "./transfer.ts";

export function note({ run, options }: Transfer, line: string): void {
  if (options.has("v")) run.process.stderr.write(`* ${line}\n`);
}

export function showRequest({ run, options }: Transfer, text: string): void {
  if (!options.has("v")) return;
  const lines = text.slice(0, text.indexOf("\r\n\r\n")).split("\r\n");
  run.process.stderr.write(`${lines.map((line) => `> ${line}\n`).join("")}> \n`);
}

export function showResponse({ run, options }: Transfer, response: HttpResponse): void {
  if (!options.has("v")) return;
  const lines = headText(response, "\n").split("\n").slice(0, -1);
  run.process.stderr.write(lines.map((line) => `< ${line}\n`).join(""));
}

/** The status line and the headers. */
export function headText(response: HttpResponse, newline: string): string {
  const lines = [
    `${response.version} ${response.status} ${response.reason}`,
    ...response.headers.map(([name, value]) => `${name}: ${value}`),
  ];
  return `${lines.join(newline)}${newline}${newline}`;
}

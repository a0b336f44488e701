// --match-server-version: kubectl goes on only with a server of its own version.

import { goQuote } from "../api/go-values.ts";
import type { ApiTransport } from "../api/request.ts";
import { CLIENT_VERSION } from "./client-version.ts";
import { KubectlError } from "./errors.ts";

const FIELDS = [
  "major",
  "minor",
  "emulationMajor",
  "emulationMinor",
  "minCompatibilityMajor",
  "minCompatibilityMinor",
  "gitVersion",
  "gitCommit",
  "gitTreeState",
  "buildDate",
  "goVersion",
  "compiler",
  "platform",
];

type Version = Readonly<Record<string, string>>;

export async function requireSameVersion(transport: ApiTransport): Promise<void> {
  const response = await transport({ method: "GET", path: "/version", query: { timeout: "32s" } });
  const server = response.kind === "object" ? (response.body as Version) : {};
  const client: Version = CLIENT_VERSION;
  if (FIELDS.every((field) => (server[field] ?? "") === (client[field] ?? ""))) return;
  throw new KubectlError(`server version (&${goText(server)}) differs from client version (${goText(client)})`);
}

function goText(version: Version): string {
  const name = (field: string) => field.charAt(0).toUpperCase() + field.slice(1);
  return `version.Info{${FIELDS.map((field) => `${name(field)}:${goQuote(version[field] ?? "")}`).join(", ")}}`;
}

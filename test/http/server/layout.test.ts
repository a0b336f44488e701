import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { formatJson } from "../../../src/http/server/layout.ts";

const object = { metadata: { name: "a" }, apiVersion: "v1", kind: "ConfigMap" };
const oneLine = '{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a"}}';
const indented = '{\n  "kind": "ConfigMap",\n  "apiVersion": "v1",\n  "metadata": {\n    "name": "a"\n  }\n}';

function format(url: string, userAgent = "Go-http-client/1.1"): string {
  return formatJson({ url, headers: { "user-agent": userAgent } } as IncomingMessage, object).toString();
}

describe("the JSON of an answer", () => {
  it.each([
    ["is one line for programs", "/api/v1/x", undefined, `${oneLine}\n`],
    ["is indented for people", "/api/v1/x", "curl/8.5.0", indented],
    ["is indented for browsers", "/api/v1/x", "Mozilla/5.0 (X11)", indented],
    ["is indented where it is asked for", "/api/v1/x?pretty=true", undefined, indented],
    ["is one line where that is asked for", "/api/v1/x?pretty=0", "curl/8.5.0", `${oneLine}\n`],
    ["is indented for everybody where it is the version", "/version?timeout=32s", undefined, indented],
    ["comes as it is where it is a document", "/openapi/v3/api", "curl/8.5.0", oneLine],
  ])("%s", (_what, url, userAgent, expected) => {
    expect(format(url, userAgent)).toBe(expected);
  });
});

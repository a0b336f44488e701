// How the JSON of an answer is laid out: on one line for programs, indented for people, as kube-apiserver does it.

import type { IncomingMessage } from "node:http";
import { encodeObject } from "../../api/encode-object.ts";

/** What people read answers with, by the beginning of its User-Agent; kube-apiserver goes by the same three. */
const FOR_PEOPLE = ["curl", "Wget", "Mozilla/5.0"];
const TRUE = ["1", "t", "T", "true", "TRUE", "True"];
/** Documents that are no objects of the API come as they are: two of them indented for everybody, the others on one line. */
const INDENTED = /^\/(version\/?)?$/;
const BARE = /^\/(openapi|\.well-known)\//;

export function formatJson({ url = "/", headers }: IncomingMessage, body: unknown): Buffer {
  return Buffer.from(layOut({ url, userAgent: headers["user-agent"] }, body));
}

/** The same as text, for whoever has no request of Node's. */
export function layOut({ url, userAgent }: { url: string; userAgent: string | undefined }, body: unknown): string {
  const [path = "/", search = ""] = url.split("?");
  if (INDENTED.test(path)) return indented(body);
  if (BARE.test(path)) return encodeObject(body);
  const asked = new URLSearchParams(search).get("pretty");
  const isForPeople = FOR_PEOPLE.some((each) => userAgent?.startsWith(each) === true);
  const isPretty = asked === null || asked === "" ? isForPeople : TRUE.includes(asked);
  return isPretty ? indented(body) : `${encodeObject(body)}\n`;
}

function indented(body: unknown): string {
  return JSON.stringify(JSON.parse(encodeObject(body)), null, 2);
}

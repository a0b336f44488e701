// The lines of nginx's logs.

import { byteLength } from "../../../../bytes/bytes.ts";
import type { HttpAnswer, HttpRequest } from "../http-server.ts";

export function stamp(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace("T", " ").replaceAll("-", "/");
}

export function accessLine(request: HttpRequest, answer: HttpAnswer, nowMs: number): string {
  const [date, time] = new Date(nowMs).toISOString().slice(0, 19).split("T");
  const [year, month, day] = (date ?? "").split("-");
  const name = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][Number(month) - 1];
  const agent = request.headers["user-agent"] ?? "-";
  const size = request.method === "HEAD" ? 0 : byteLength(answer.body);
  const protocol = request.method === "PRI" ? "HTTP/2.0" : "HTTP/1.1";
  return `${request.client} - - [${day}/${name}/${year}:${time} +0000] "${request.method} ${request.target} ${protocol}" ${answer.status} ${size} "${request.headers.referer ?? "-"}" "${agent}" "${request.headers["x-forwarded-for"] ?? "-"}"\n`;
}

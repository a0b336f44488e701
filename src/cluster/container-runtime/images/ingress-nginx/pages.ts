// NGINX's own pages and refusals, as an Ingress controller gives them: without a version, and without a Server header.

import type { HttpAnswer } from "../http-server.ts";

const TITLES: Readonly<Record<number, string>> = {
  301: "301 Moved Permanently",
  302: "302 Found",
  307: "307 Temporary Redirect",
  308: "308 Permanent Redirect",
  401: "401 Authorization Required",
  403: "403 Forbidden",
  404: "404 Not Found",
  413: "413 Request Entity Too Large",
  502: "502 Bad Gateway",
  503: "503 Service Temporarily Unavailable",
  504: "504 Gateway Time-out",
};

export function page(status: number, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  const title = TITLES[status] ?? String(status);
  const lines = [
    "<html>",
    `<head><title>${title}</title></head>`,
    "<body>",
    `<center><h1>${title}</h1></center>`,
    "<hr><center>nginx</center>",
    "</body>",
    "</html>",
    "",
  ];
  return { status, headers, body: lines.join("\r\n") };
}

export function redirectTo(status: number, location: string): HttpAnswer {
  return page(status, { Location: location });
}

// Stands for httpbin: a server whose paths say how it shall answer.

import type { Process } from "../../../shell/process.ts";
import { daemon, plain } from "./daemon.ts";
import type { HttpAnswer, HttpRequest } from "./http-server.ts";
import type { Image } from "./image.ts";
import { json, titled } from "./json-answer.ts";

function described(request: HttpRequest): Readonly<Record<string, unknown>> {
  const { headers, query, client, target, method, body } = request;
  const isForm = headers["content-type"] === "application/x-www-form-urlencoded";
  const isJson = headers["content-type"]?.startsWith("application/json") === true;
  const seen = {
    args: Object.fromEntries(query),
    headers: Object.fromEntries(
      Object.entries(headers)
        .map(([name, value]) => [titled(name), value] as const)
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ),
    origin: client,
    url: `http://${headers.host ?? ""}${target}`,
  };
  if (method === "GET") return seen;
  const { args, ...rest } = seen;
  const form = isForm ? Object.fromEntries(new URLSearchParams(body)) : {};
  return {
    args,
    data: isForm ? "" : body,
    files: {},
    form,
    headers: rest.headers,
    json: isJson ? parsed(body) : null,
    origin: rest.origin,
    url: rest.url,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function answer(request: HttpRequest, { machine }: Process): HttpAnswer {
  const [, first = "", rest = ""] = request.path.split("/");
  const all = described(request);
  switch (first) {
    case "":
      return {
        status: 200,
        headers: { "Content-Type": "text/html; charset=utf-8" },
        body: '<!DOCTYPE html>\n<html lang="en">\n<head>\n    <title>httpbin.org</title>\n</head>\n</html>\n',
      };
    case "get":
    case "post":
    case "put":
    case "patch":
    case "delete":
      if (request.method !== first.toUpperCase())
        return {
          status: 405,
          headers: { Allow: first.toUpperCase() },
          body: "<title>405 Method Not Allowed</title>\n<h1>Method Not Allowed</h1>\n",
        };
      return json(200, all, 2);
    case "anything":
      return json(200, { ...all, method: request.method }, 2);
    case "headers":
      return json(200, { headers: all.headers }, 2);
    case "ip":
      return json(200, { origin: request.client }, 2);
    case "user-agent":
      return json(200, { "user-agent": request.headers["user-agent"] ?? null }, 2);
    case "uuid": {
      const hex = Array.from({ length: 32 }, () => Math.floor(machine.random() * 16).toString(16)).join("");
      return json(200, { uuid: hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-8$4-$5") }, 2);
    }
    case "status":
      return plain(Number(rest.split(",")[0]) || 400, "");
    case "delay":
      return { ...json(200, all, 2), delayMs: Math.min(10, Number(rest)) * 1000 };
    default:
      return {
        status: 404,
        headers: { "Content-Type": "text/html" },
        body: '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n',
      };
  }
}

function gunicorn(port: number) {
  return daemon({
    ports: [port],
    says: ({ machine }) => {
      const at = `[${new Date(machine.now()).toISOString().slice(0, 19).replace("T", " ")} +0000]`;
      return [
        `${at} [1] [INFO] Starting gunicorn 19.9.0`,
        `${at} [1] [INFO] Listening at: http://0.0.0.0:${port} (1)`,
        `${at} [1] [INFO] Using worker: gevent`,
        `${at} [9] [INFO] Booting worker with pid: 9`,
      ];
    },
    software: "gunicorn/19.9.0",
    respond: answer,
  });
}

export const httpbinImages: readonly Image[] = [
  ["docker.io/kennethreitz/httpbin", 80],
  ["docker.io/kong/httpbin", 80],
  ["docker.io/mccutchen/go-httpbin", 8080],
].map(([repository, port]) => ({
  repository: String(repository),
  sizeBytes: 190_000_000,
  hasTag: (tag: string) => tag === "latest" || /^v?\d+\.\d+(\.\d+)?$/.test(tag),
  config: () => ({
    userland: "debian" as const,
    cmd: ["gunicorn", "-b", `0.0.0.0:${port}`, "httpbin:app", "-k", "gevent"],
    programs: { "/usr/local/bin/gunicorn": gunicorn(Number(port)) },
  }),
}));

// The options of curl, by letter and by long name.

import type { Options } from "../options.ts";

export const letters = "sSo:Ow:Iivm:c:fLX:d:H:ku:r:A:e:b:x:Z:N#4617Rg@:!:=:%:&:~:^:";

export const longNames = {
  silent: "s",
  "show-error": "S",
  output: "o",
  "remote-name": "O",
  "write-out": "w",
  head: "I",
  include: "i",
  verbose: "v",
  "max-time": "m",
  "connect-timeout": "@",
  fail: "f",
  location: "L",
  request: "X",
  data: "d",
  "data-raw": "%",
  "data-binary": "&",
  json: "=",
  header: "H",
  insecure: "k",
  user: "u",
  retry: "!",
  "user-agent": "A",
  "no-progress-meter": "N",
  "retry-connrefused": "R",
  "retry-delay": "Z",
  ipv4: "4",
  ipv6: "6",
  "http1.1": "1",
  "no-buffer": "N",
  globoff: "g",
  "fail-with-body": "7",
  "max-redirs": "x",
  cookie: "b",
  referer: "e",
  resolve: "~",
  cacert: "^",
};

export function isQuiet(options: Options): boolean {
  return options.has("s") && !options.has("S");
}

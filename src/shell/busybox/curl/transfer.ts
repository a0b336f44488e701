// One URL that curl was given, and how its transfer ends.

import type { HttpResponse } from "../../http-message.ts";
import type { Run } from "../applet.ts";
import type { Options } from "../options.ts";
import type { Url } from "../url.ts";

export interface Transfer {
  readonly run: Run;
  readonly options: Options;
  /** What is sent to it; undefined when nothing is. */
  readonly data: string | undefined;
  /** The virtual instant at which it began. */
  readonly started: number;
}

/** A response, and whence it came. */
export interface Exchange {
  readonly response: HttpResponse;
  readonly url: Url;
  readonly address: string;
  readonly redirects: number;
}

/** An exit code and its message, as `curl: (7) …`. */
export class Failure extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

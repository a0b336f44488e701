// Stands for curl (an extra program: the busybox image has none).

import type { Doing } from "../../reading.ts";
import { type Applet, AppletExit, type Options, type Run, sleepFor } from "../applet.ts";
import { deliver, writeOut } from "./deliver.ts";
import { Failure, follow } from "./exchange.ts";
import { isQuiet, letters, longNames } from "./options.ts";
import { progress } from "./progress.ts";

export const curlApplets: Readonly<Record<string, Applet>> = { curl };

function* curl(run: Run): Doing<number> {
  if (run.args.includes("--version") || run.args.includes("-V")) {
    run.print("curl 8.10.1 (x86_64-pc-linux-musl) libcurl/8.10.1\nProtocols: http\n");
    return 0;
  }
  let options: Options;
  try {
    options = run.options(letters, longNames);
  } catch (error) {
    if (!(error instanceof AppletExit)) throw error;
    run.process.stderr.write("curl: try 'curl --help' or 'curl --manual' for more information\n");
    return 2;
  }
  if (options.operands.length === 0) {
    run.process.stderr.write(
      "curl: (2) no URL specified\ncurl: try 'curl --help' or 'curl --manual' for more information\n",
    );
    return 2;
  }
  let status = 0;
  for (const address of options.operands) status = yield* transfer(run, options, address);
  return status;
}

function* transfer(run: Run, options: Options, address: string): Doing<number> {
  const started = run.process.machine.now();
  const retries = Number(options.value("!") ?? "0");
  for (let attempt = 0; ; attempt++) {
    try {
      const exchange = yield* follow(run, options, address, started);
      if (attempt < retries && [408, 429, 500, 502, 503, 504].includes(exchange.response.status)) {
        yield* pause(run, options, attempt, `HTTP error`, retries);
        continue;
      }
      return deliver(run, options, exchange, started);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const mayRetry = error.code === 28 || error.code === 6 || (error.code === 7 && options.has("R"));
      if (attempt < retries && mayRetry) {
        yield* pause(run, options, attempt, error.message, retries);
        continue;
      }
      return fail(run, options, error, started);
    }
  }
}

function* pause(run: Run, options: Options, attempt: number, why: string, retries: number): Doing<void> {
  const seconds = Number(options.value("Z") ?? String(Math.min(2 ** attempt, 600)));
  if (!isQuiet(options))
    run.process.stderr.write(
      `Warning: Problem: ${why}. Will retry in ${seconds} second${seconds === 1 ? "" : "s"}. ${retries - attempt} retr${retries - attempt === 1 ? "y" : "ies"} left.\n`,
    );
  yield* sleepFor(run.process, seconds * 1000);
}

function fail(run: Run, options: Options, failure: Failure, started: number): number {
  progress(run, options, 0, started);
  if (!isQuiet(options)) run.process.stderr.write(`curl: (${failure.code}) ${failure.message}\n`);
  const format = options.value("w");
  if (format !== undefined)
    run.print(
      writeOut(
        format,
        { http_code: "000", response_code: "000", num_redirects: "0", size_download: "0" },
        run,
        started,
      ),
    );
  return failure.code;
}

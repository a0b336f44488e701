// Stands for curl (an extra program: the busybox image has none).

import type { Doing } from "../../reading.ts";
import { type Applet, AppletExit, type Run, sleepFor } from "../applet.ts";
import type { Options } from "../options.ts";
import { dataOf } from "./data.ts";
import { deliver } from "./deliver.ts";
import { follow } from "./exchange.ts";
import { isQuiet, letters, longNames } from "./options.ts";
import { progress } from "./progress.ts";
import { type Exchange, Failure, type Transfer } from "./transfer.ts";
import { noResponse, writeOut } from "./write-out.ts";

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
  const data = yield* dataOf(run, options);
  let status = 0;
  for (const address of options.operands)
    status = yield* fetchOne({ run, options, data, started: run.process.machine.now() }, address);
  return status;
}

function* fetchOne(transfer: Transfer, address: string): Doing<number> {
  const retries = Number(transfer.options.value("!") ?? "0");
  for (let attempt = 0; ; attempt++) {
    const outcome = yield* tryOnce(transfer, address);
    const why = attempt < retries ? reasonToRetry(transfer.options, outcome) : undefined;
    if (why === undefined) return outcome instanceof Failure ? fail(transfer, outcome) : deliver(transfer, outcome);
    yield* pause(transfer, attempt, why, retries);
  }
}

function* tryOnce(transfer: Transfer, address: string): Doing<Exchange | Failure> {
  try {
    return yield* follow(transfer, address);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

const transientStatuses: readonly number[] = [408, 429, 500, 502, 503, 504];

function reasonToRetry(options: Options, outcome: Exchange | Failure): string | undefined {
  if (!(outcome instanceof Failure))
    return transientStatuses.includes(outcome.response.status) ? "HTTP error" : undefined;
  const isTransient = [28, 6].includes(outcome.code) || (outcome.code === 7 && options.has("R"));
  return isTransient ? outcome.message : undefined;
}

function* pause({ run, options }: Transfer, attempt: number, why: string, retries: number): Doing<void> {
  const seconds = Number(options.value("Z") ?? String(Math.min(2 ** attempt, 600)));
  const left = retries - attempt;
  if (!isQuiet(options))
    run.process.stderr.write(
      `Warning: Problem: ${why}. Will retry in ${seconds} second${seconds === 1 ? "" : "s"}. ${left} retr${left === 1 ? "y" : "ies"} left.\n`,
    );
  yield* sleepFor(run.process, seconds * 1000);
}

function fail(transfer: Transfer, failure: Failure): number {
  const { run, options } = transfer;
  progress(transfer, 0);
  if (!isQuiet(options)) run.process.stderr.write(`curl: (${failure.code}) ${failure.message}\n`);
  writeOut(transfer, noResponse);
  return failure.code;
}

// What curl does with a response: to a file or standard output, with an exit code.

import { byteLength } from "../../../bytes/bytes.ts";
import { isQuiet } from "./options.ts";
import { progress } from "./progress.ts";
import type { Exchange, Transfer } from "./transfer.ts";
import { headText } from "./verbose.ts";
import { variablesOf, writeOut } from "./write-out.ts";

export function deliver(transfer: Transfer, exchange: Exchange): number {
  const { run, options } = transfer;
  const { response } = exchange;
  const isError = response.status >= 400 && (options.has("f") || options.has("7"));
  const hidesBody = response.status >= 400 && options.has("f");
  const head = options.has("i") || options.has("I") ? headText(response, "\r\n") : "";
  const text = hidesBody ? "" : head + response.body;
  progress(transfer, byteLength(text));
  let status = save(transfer, exchange, text) ? 0 : 23;
  if (isError) {
    run.flushNow();
    if (!isQuiet(options))
      run.process.stderr.write(`curl: (22) The requested URL returned error: ${response.status}\n`);
    status = 22;
  }
  writeOut(transfer, variablesOf(exchange));
  return status;
}

function save({ run, options }: Transfer, { url }: Exchange, text: string): boolean {
  const remoteName = url.target.replace(/\?.*/, "").replace(/.*\//, "");
  const file = options.value("o") ?? (options.has("O") ? remoteName : undefined);
  if (file === "/dev/null") return true;
  if (file === undefined || file === "-") {
    run.print(text);
    return true;
  }
  return run.attempt(
    () => run.files.write(run.path(file), text),
    (reason) => `(23) client returned ERROR on write: ${reason}`,
  );
}

// Stands for md5sum, sha1sum, sha256sum, sha512sum and cksum.

import { bytesOfText } from "../../../bytes/bytes.ts";
import { type Doing, readAll } from "../../reading.ts";
import type { Applet, Run } from "../applet.ts";
import { posixCrc } from "./crc.ts";
import { md5 } from "./md5.ts";
import { sha1 } from "./sha1.ts";
import { sha256 } from "./sha256.ts";
import { sha512 } from "./sha512.ts";

type Digest = (bytes: Uint8Array) => string;

export const checksumApplets: Readonly<Record<string, Applet>> = {
  md5sum: (run) => sum(run, md5),
  sha1sum: (run) => sum(run, sha1),
  sha256sum: (run) => sum(run, sha256),
  sha512sum: (run) => sum(run, sha512),
  cksum,
};

function* sum(run: Run, digest: Digest): Doing<number> {
  const options = run.options("cswb", { check: "c", status: "s", binary: "b" });
  let status = 0;
  for (const operand of options.operands.length === 0 ? ["-"] : options.operands) {
    const input = run.open(operand, (reason) => `can't open '${operand}': ${reason}`);
    if (input === undefined) status = 1;
    else if (options.has("c")) status = checkList(run, yield* readAll(input), digest, options.has("s")) || status;
    else run.print(`${digest(bytesOfText(yield* readAll(input)))}  ${operand}\n`);
  }
  return status;
}

function checkList(run: Run, list: string, digest: Digest, isSilent: boolean): number {
  const lines = list.split("\n").filter((one) => one !== "");
  let failed = 0;
  for (const line of lines) {
    const [wanted = "", name = ""] = line.split(/ [ *]/);
    const path = run.path(name);
    const isGood = run.files.exists(path) && digest(bytesOfText(run.files.read(path))) === wanted;
    if (!isGood) failed++;
    if (!isSilent) run.print(`${name}: ${isGood ? "OK" : "FAILED"}\n`);
  }
  if (failed > 0 && !isSilent) run.complain(`WARNING: ${failed} of ${lines.length} computed checksums did NOT match`);
  return failed > 0 ? 1 : 0;
}

function* cksum(run: Run): Doing<number> {
  const { operands } = run.options("");
  let status = 0;
  for (const operand of operands.length === 0 ? ["-"] : operands) {
    const input = run.open(operand, (reason) => `${operand}: ${reason}`);
    if (input === undefined) {
      status = 1;
      continue;
    }
    const bytes = bytesOfText(yield* readAll(input));
    run.print(`${posixCrc(bytes)} ${bytes.length}${operand === "-" ? "" : ` ${operand}`}\n`);
  }
  return status;
}

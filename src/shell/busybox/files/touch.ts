// Stands for touch, mktemp and truncate: empty files, and files cut to a size.

import { sliceBytes } from "../../../bytes/bytes.ts";
import { extendFile } from "../../files.ts";
import { childOf } from "../../paths.ts";
import type { Run } from "../applet.ts";
import { parseTime } from "../dates.ts";
import { each } from "./operands.ts";
import { parseSize } from "./size.ts";

export function touch(run: Run): number {
  const options = run.options("cd:t:r:amh", { "no-create": "c", date: "d" });
  if (options.operands.length === 0) run.usage("touch [-cham] [-d DATE] [-t DATE] [-r FILE] FILE...");
  const date = options.value("d");
  const at =
    date === undefined
      ? run.process.machine.now()
      : (parseTime(date, run.process.machine.now()) ?? run.fail(`invalid date '${date}'`));
  return each(options.operands, (operand) => {
    const path = run.path(operand);
    if (!run.files.exists(path) && options.has("c")) return true;
    return run.attempt(
      () => {
        if (!run.files.exists(path)) run.files.write(path, "");
        run.files.setModifiedAt(path, at);
      },
      (reason) => `${operand}: ${reason}`,
    );
  });
}

export function mktemp(run: Run): number {
  const options = run.options("dqutp:");
  const [template = "tmp.XXXXXX"] = options.operands;
  const base =
    options.operands.length === 0 || options.has("p") || options.has("t")
      ? childOf(options.value("p") ?? "/tmp", template)
      : template;
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  const name = base.replace(/X{6,}$/, (all) =>
    [...all].map(() => letters.charAt(Math.floor(run.process.machine.random() * letters.length))).join(""),
  );
  const path = run.path(name);
  const make = () => (options.has("d") ? run.files.makeDirectory(path, 0o700) : run.files.write(path, "", 0o600));
  if (!run.attempt(make, (reason) => `${name}: ${reason}`)) return 1;
  run.print(`${name}\n`);
  return 0;
}

export function truncate(run: Run): number {
  const options = run.options("s:c", { size: "s" });
  const size = parseSize(options.value("s") ?? "0");
  return each(options.operands, (operand) =>
    run.attempt(
      () => {
        const path = run.path(operand);
        const before = run.files.exists(path) ? run.files.stat(path).size : 0;
        if (before === 0) run.files.write(path, "");
        if (size < before) run.files.write(path, sliceBytes(run.files.read(path), 0, size));
        if (size > before) extendFile(run.files, path, size - before);
      },
      (reason) => `${operand}: ${reason}`,
    ),
  );
}

// Stands for chown and chgrp.

import type { Run } from "../applet.ts";
import { changeTree } from "./chmod.ts";
import { each } from "./operands.ts";

export function chown(run: Run): number {
  const options = run.options("RhLv");
  const [owner, ...operands] = options.operands;
  if (owner === undefined || operands.length === 0) return run.usage(`${run.name} [-Rh] OWNER[:GROUP] FILE...`);
  const [user = "", group] = run.name === "chgrp" ? ["", owner] : owner.split(/[:.]/);
  const uid = user === "" ? undefined : idOf(run, "/etc/passwd", user);
  const gid = group === undefined || group === "" ? undefined : idOf(run, "/etc/group", group);
  return each(operands, (operand) =>
    changeTree(run, operand, options.has("R"), (path, info) => {
      run.files.setOwner(path, uid ?? info.uid, gid ?? info.gid);
    }),
  );
}

function idOf(run: Run, file: string, name: string): number {
  if (/^\d+$/.test(name)) return Number(name);
  const text = run.files.exists(file) ? run.files.read(file) : "root:x:0:0";
  const line = text.split("\n").find((candidate) => candidate.startsWith(`${name}:`));
  return line === undefined
    ? run.fail(`unknown ${file === "/etc/group" ? "group" : "user"} ${name}`)
    : Number(line.split(":")[2]);
}

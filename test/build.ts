// Tests of the program run what is published, so it is built first; `npm ci` has built it on a fresh checkout.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

function newest(folder: string): number {
  return Math.max(
    ...readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => statSync(join(root, folder, name)).mtimeMs),
  );
}

export function setup(): void {
  const built = join(root, "dist/main.js");
  if (existsSync(built) && statSync(built).mtimeMs > Math.max(newest("src"), newest("scripts"))) return;
  execFileSync(process.execPath, [join(root, "scripts/build.mjs")], { stdio: "inherit" });
}

// What a real cluster answered, where the recordings lie beside this checkout.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

const folder = join(import.meta.dirname, "../../../../shared/reference/recorded");

export const hasRecordings = existsSync(folder);
if (!hasRecordings)
  console.warn("SKIPPED: no recordings of a real cluster beside this checkout, so ours is not compared with them");

export function recordedText(name: string): string {
  const bytes = readFileSync(join(folder, name));
  return (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}

export function recorded<T>(name: string): T {
  return JSON.parse(recordedText(name)) as T;
}

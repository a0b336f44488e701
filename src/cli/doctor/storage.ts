// Whether what is kept can be kept: the folder, its room, who may read it, and the progress file in it.

import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseProgress } from "../../tutor/progress.ts";
import { systemReason } from "../failure.ts";
import { dataDirectory } from "../places.ts";
import { progressPath } from "../progress-file.ts";
import { advice, broken, type Finding, ok } from "./finding.ts";

const MEGABYTE = 1024 * 1024;
const fewMegabytes = 50;
/** Progress cannot be written with less. */
const leastMegabytes = 1;

export function examineStorage(): readonly Finding[] {
  const folder = examineFolder();
  return folder.state === "broken" ? [folder] : [folder, examineRoom(), examineProgress()];
}

function examineFolder(): Finding {
  const folder = dataDirectory();
  const probe = join(folder, `.doctor-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    return broken(
      "Folder",
      `${folder} cannot be written: ${systemReason(error)}`,
      "set K8S_TUTOR_HOME to a folder that can be written",
    );
  }
  // Windows has no such bits.
  const mayOthersWrite = process.platform !== "win32" && (statSync(folder).mode & 0o022) !== 0;
  if (mayOthersWrite) return advice("Folder", `others may write in ${folder}`, `chmod go-w ${folder}`);
  return ok("Folder", `${folder}: progress, history, and the files of lessons`);
}

function examineRoom(): Finding {
  const folder = dataDirectory();
  const { bavail, bsize } = statfsSync(folder);
  const megabytes = Math.floor((bavail * bsize) / MEGABYTE);
  if (megabytes < leastMegabytes)
    return broken("Disk", `nearly full at ${folder}`, "free some space, or set K8S_TUTOR_HOME to another disk");
  const found = megabytes > 10 * 1024 ? "more than 10 GB are free" : `${megabytes} MB are free`;
  return megabytes < fewMegabytes
    ? advice("Disk", found, "free some space: files of lessons need some")
    : ok("Disk", found);
}

function examineProgress(): Finding {
  const path = progressPath();
  if (!existsSync(path)) return ok("Progress", "none yet: k8s-tutor start begins");
  const home = "set K8S_TUTOR_HOME to use another folder";
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    return broken("Progress", `${path} cannot be read: ${systemReason(error)}`, home);
  }
  const parsed = parseProgress(text);
  if (parsed.kind === "newer")
    return broken(
      "Progress",
      `${path} was written by a later version of k8s-tutor`,
      "update this one: npm install -g k8s-tutor",
    );
  if (parsed.kind === "broken")
    return broken(
      "Progress",
      `${path} cannot be used: ${parsed.why}`,
      `put a copy back with k8s-tutor progress import FILE; otherwise it is kept aside at the next start, which begins afresh`,
    );
  const count = Object.values(parsed.progress.lessons).filter(({ completed }) => completed > 0).length;
  return ok("Progress", `${count === 1 ? "one lesson" : `${count} lessons`} done, in ${path}`);
}

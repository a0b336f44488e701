// Whether the program itself is whole: Node.js, and the files that came with it.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { COURSE_FILE } from "../../tutor/course.ts";
import { packageDirectory } from "../places.ts";
import { broken, type Finding, ok } from "./finding.ts";

const leastNode = [20, 17] as const;

export function examineNode(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  const isEnough = major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1]);
  if (isEnough) return ok("Node.js", version);
  const least = leastNode.join(".");
  return broken(
    "Node.js",
    `${version}, older than ${least}`,
    `install Node.js ${least} or newer from https://nodejs.org`,
  );
}

export function examineInstallation(version: string): Finding {
  const folder = packageDirectory();
  const parts = [join("lessons", COURSE_FILE), join("dist", "schema")];
  const missing = parts.filter((part) => !existsSync(join(folder, part)));
  if (missing.length === 0) return ok("k8s-tutor", `${version} in ${folder}`);
  return broken(
    "k8s-tutor",
    `${missing.join(" and ")} is missing in ${folder}`,
    "install it again: npm install -g k8s-tutor; in a checkout: npm run build",
  );
}

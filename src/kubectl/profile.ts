// --profile: how kubectl spends its own time and memory, which only a Go program can tell.

import { KubectlError } from "./errors.ts";
import type { FlagValues } from "./flags/flag-values.ts";
import type { KubectlIo } from "./io.ts";
import { systemMessage } from "./kubeconfig.ts";

const PROFILES = ["allocs", "block", "cpu", "goroutine", "heap", "mutex", "threadcreate"];

export function checkProfile(flags: FlagValues, io: KubectlIo): void {
  const name = flags.string("profile");
  if (name === "none") return;
  if (!PROFILES.includes(name)) throw new KubectlError(`unknown profile '${name}'`);
  const path = flags.string("profile-output");
  const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
  // The file of this one is made at once.
  if (name === "cpu" && folder !== "" && io.files.kind(folder) !== "directory")
    throw new KubectlError(systemMessage("open", path, { code: "ENOENT" }));
  throw new KubectlError(`k8s-tutor does not simulate kubectl --profile=${name}`);
}

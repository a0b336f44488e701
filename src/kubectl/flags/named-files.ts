// What -f, -k and -R say: which manifests a command works on.

import { KubectlError } from "../errors.ts";
import type { FlagValues } from "./flag-values.ts";

export interface NamedFiles {
  readonly filenames: readonly string[];
  readonly kustomize: string;
  readonly recursive: boolean;
}

export function namedFiles(flags: FlagValues): NamedFiles {
  return {
    filenames: flags.strings("filename"),
    kustomize: flags.string("kustomize"),
    recursive: flags.bool("recursive"),
  };
}

/** True when there are files or a kustomization. */
export function namesFiles(flags: FlagValues): boolean {
  return flags.strings("filename").length > 0 || flags.string("kustomize") !== "";
}

export function requireFiles(flags: FlagValues): void {
  if (!namesFiles(flags)) throw new KubectlError("must specify one of -f and -k");
}

// Flags that many commands share.

import { boolFlag, type Flag, stringFlag, stringsFlag } from "./flag.ts";

export const SELECTOR_FLAG: Flag = stringFlag(
  "selector",
  "Selector (label query) to filter on, supports '=', '==', '!=', 'in', 'notin'. (e.g. -l key1=value1,key2=value2,key3 in (value3)). Matching objects must satisfy all of the specified label constraints.",
  "",
  { shorthand: "l" },
);

export const FIELD_SELECTOR_FLAG: Flag = stringFlag(
  "field-selector",
  "Selector (field query) to filter on, supports '=', '==', and '!='. (e.g. --field-selector key1=value1,key2=value2). The server only supports a limited number of field queries per type.",
);

export const ALL_NAMESPACES_FLAG: Flag = boolFlag(
  "all-namespaces",
  "If present, work on the named object(s) across all namespaces. The namespace of the current context is ignored even if given with --namespace.",
  false,
  { shorthand: "A" },
);

export function allFlag(usage: string): Flag {
  return boolFlag("all", usage);
}

/** -f, -k and -R. */
export function filenameFlags(purpose: string, recursive = false): Flag[] {
  return [
    stringsFlag("filename", `Filename, directory, or URL to files ${purpose}`, [], { shorthand: "f" }),
    stringFlag(
      "kustomize",
      "Process the kustomization directory. This flag can't be used together with -f or -R.",
      "",
      { shorthand: "k" },
    ),
    boolFlag("recursive", "Process the directory used in -f, --filename recursively.", recursive, { shorthand: "R" }),
  ];
}

export function fieldManagerFlag(fallback: string): Flag {
  return stringFlag("field-manager", "Name of the manager used to track field ownership.", fallback);
}

export const VALIDATE_FLAG: Flag = stringFlag(
  "validate",
  'Must be one of: strict (or true), warn, ignore (or false). "strict" fails the request when a field is unknown or repeated, "warn" only warns about it, "ignore" drops it silently.',
  "strict",
  { bare: "strict" },
);

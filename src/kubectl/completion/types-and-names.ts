// Arguments that name objects by type and name.

import { type Completer, directives, offer } from "./asked.ts";
import { namesOf, resourceTypes } from "./cluster-names.ts";

interface TypesAndNames {
  /** All types of the server when absent. */
  readonly types?: readonly string[];
  /** Whether several objects may be named. */
  readonly repeats: boolean;
}

/** `TYPE NAME NAME…`, or `TYPE/NAME TYPE/NAME…`. */
export function typesAndNames({ types, repeats }: TypesAndNames): Completer {
  return async ({ session, args, toComplete }) => {
    const [first] = args;
    if (first !== undefined && !first.includes("/")) {
      if (!repeats && args.length > 1) return offer([], toComplete);
      const names = await namesOf(session, first);
      return offer(
        names.filter((name) => !args.slice(1).includes(name)),
        toComplete,
      );
    }
    const slash = toComplete.indexOf("/");
    if (first !== undefined && !repeats) return offer([], toComplete);
    if (slash >= 0) {
      const type = toComplete.slice(0, slash);
      const names = (await namesOf(session, type)).map((name) => `${type}/${name}`);
      return offer(
        names.filter((name) => !args.includes(name)),
        toComplete,
      );
    }
    const prefix = types === undefined ? toComplete.slice(0, toComplete.lastIndexOf(",") + 1) : "";
    const known = (types ?? (await resourceTypes(session))).map((type) => `${prefix}${type}`);
    if (first === undefined) return offer(known, toComplete);
    const withSlash = known.map((type) => `${type}/`);
    return offer(withSlash, toComplete, directives.noFiles | directives.noSpace);
  };
}

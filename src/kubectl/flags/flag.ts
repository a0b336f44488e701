// Describes command-line flags, as each command declares them and as the help prints them.

export type FlagKind = "bool" | "string" | "int" | "float" | "duration" | "strings" | "stringArray" | "pairs";

export type FlagValue = boolean | string | number | readonly string[];

export interface Flag {
  readonly name: string;
  /** One letter. */
  readonly shorthand?: string;
  /** `strings` splits its values at commas, `stringArray` takes them whole, `pairs` are `key=value`; all three may be repeated. Durations are in milliseconds. */
  readonly kind: FlagKind;
  /** The value when the flag is not given; the zero value of its kind when absent. */
  readonly fallback?: FlagValue;
  /** The fallback as help shows it, where that is not how its kind is written. */
  readonly fallbackText?: string;
  /** What is wrong with a value, for flags that look at it more closely than their kind does. */
  readonly complaint?: (text: string) => string | undefined;
  /** What a flag given without `=value` means; for bool it is `true`. */
  readonly bare?: string;
  readonly usage: string;
  readonly hidden?: boolean;
  /** Said on stderr when the flag is used. */
  readonly deprecated?: string;
  readonly required?: boolean;
  /** For int: 32 bits, where the error texts differ at the limits. */
  readonly bits?: 32 | 64;
  /** For int: parsed as an unsigned number. */
  readonly unsigned?: boolean;
}

type FlagOptions = Partial<Omit<Flag, "name" | "kind" | "usage" | "fallback">>;

export function boolFlag(name: string, usage: string, fallback = false, options: FlagOptions = {}): Flag {
  return { name, kind: "bool", usage, fallback, ...options };
}

export function stringFlag(name: string, usage: string, fallback = "", options: FlagOptions = {}): Flag {
  return { name, kind: "string", usage, fallback, ...options };
}

export function intFlag(name: string, usage: string, fallback = 0, options: FlagOptions = {}): Flag {
  return { name, kind: "int", usage, fallback, ...options };
}

export function durationFlag(name: string, usage: string, fallbackMs = 0, options: FlagOptions = {}): Flag {
  return { name, kind: "duration", usage, fallback: fallbackMs, ...options };
}

export function stringsFlag(
  name: string,
  usage: string,
  fallback: readonly string[] = [],
  options: FlagOptions = {},
): Flag {
  return { name, kind: "strings", usage, fallback, ...options };
}

export function stringArrayFlag(
  name: string,
  usage: string,
  fallback: readonly string[] = [],
  options: FlagOptions = {},
): Flag {
  return { name, kind: "stringArray", usage, fallback, ...options };
}

export function zeroValue(flag: Flag): FlagValue {
  if (flag.fallback !== undefined) return flag.fallback;
  switch (flag.kind) {
    case "bool":
      return false;
    case "string":
      return "";
    case "int":
    case "float":
    case "duration":
      return 0;
    case "strings":
    case "stringArray":
    case "pairs":
      return [];
  }
}

// What YAML means as JSON values, with the complaints of the Go library about what JSON cannot hold.

import { goYamlSyntax } from "../../api/go-values.ts";
import { textOfBase64 } from "../../bytes/base64.ts";
import { readableText } from "../../bytes/bytes.ts";
import { formatYamlKey } from "./go-float.ts";
import type { Builder } from "./loader.ts";
import { YamlError } from "./reader.ts";
import { resolveScalar, type ScalarTag } from "./resolve.ts";
import type { Token } from "./scanner.ts";

/** Builds values. What is no YAML is complained about first, so other faults wait until the whole text is read. */
export class ValueBuilder implements Builder<unknown> {
  private decodeFault: string | undefined;
  private conversionFault: string | undefined;
  private jsonFault: string | undefined;

  scalar(token: Token, tag: string): unknown {
    if (tag === "" && !token.plain) return token.value;
    if (tag === "" && token.value === "<<") return MERGE;
    if (tag === "!!str" || tag === "!") return token.value;
    if (tag === "!!binary") return this.binary(token.value);
    if (tag !== "" && !RESOLVABLE.has(tag)) return token.value;
    const { tag: type, value } = resolveScalar(token.value);
    if (tag !== "" && !fits(type, tag))
      this.decodeFault ??= `yaml: cannot decode !!${type} \`${token.value}\` as a ${tag}`;
    return type === "merge" || type === "timestamp" ? token.value : value;
  }

  empty(tag: string): unknown {
    return tag === "" || tag === "!!null" ? null : "";
  }

  list(items: unknown[]): unknown {
    return items.map((item) => this.checked(item));
  }

  // The last of equal keys wins, and so does what `<<` takes over from another mapping.
  map(entries: [unknown, unknown][]): unknown {
    const map: Record<string, unknown> = {};
    for (const [key, value] of entries) {
      if (key === MERGE) this.merge(map, value);
      else if (typeof key === "object" && key !== null) {
        this.decodeFault ??= `yaml: invalid map key: ${goYamlSyntax(key)}`;
      } else if (key === null) {
        this.conversionFault ??= `unsupported map key of type: %!s(<nil>), key: <nil>, value: ${goYamlSyntax(plain(value))}`;
      } else define(map, typeof key === "number" ? formatYamlKey(key) : String(key), this.checked(value));
    }
    return map;
  }

  /** The document's value. @throws YamlError */
  finished(value: unknown): unknown {
    const checked = this.checked(value ?? null);
    const fault = this.decodeFault ?? this.conversionFault ?? this.jsonFault;
    if (fault !== undefined) throw new YamlError(fault);
    return checked;
  }

  private checked(value: unknown): unknown {
    if (typeof value === "number" && !Number.isFinite(value))
      this.jsonFault ??= `json: unsupported value: ${Number.isNaN(value) ? "NaN" : value < 0 ? "-Inf" : "+Inf"}`;
    return plain(value);
  }

  private merge(map: Record<string, unknown>, value: unknown): void {
    const maps = Array.isArray(value) ? [...value].reverse() : [value];
    for (const each of maps) {
      if (typeof each !== "object" || each === null || Array.isArray(each))
        this.decodeFault ??= "yaml: map merge requires map or sequence of maps as the value";
      else for (const [key, inner] of Object.entries(each)) define(map, key, inner);
    }
  }

  private binary(text: string): unknown {
    const digits = text.replaceAll(/[\r\n]/g, "");
    const decoded = digits.length % 4 === 0 ? textOfBase64(digits) : undefined;
    if (decoded === undefined) this.decodeFault ??= "yaml: !!binary value contains invalid base64 data";
    return decoded === undefined ? undefined : readableText(decoded);
  }
}

// A plain `<<`: a key that merges, and elsewhere the text that it is.
const MERGE = Symbol("<<");
const RESOLVABLE = new Set(["!!bool", "!!int", "!!float", "!!null", "!!timestamp"]);

function fits(type: ScalarTag, tag: string): boolean {
  return tag === `!!${type}` || (tag === "!!float" && type === "int");
}

function plain(value: unknown): unknown {
  return value === MERGE ? "<<" : value;
}

/** Also for the key `__proto__`, which an assignment would take for something else. */
function define(map: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
}

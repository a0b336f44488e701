// Reads the text of a kubeconfig as client-go does: YAML to JSON, then strictly by type, with the Go library's words for what is wrong.

import { goQuote } from "../api/go-values.ts";
import { base64Fault } from "../bytes/base64-fault.ts";
import { type Form, type FormField, formOfConfig } from "./kubeconfig-form.ts";
import { parseOnlyYaml } from "./yaml/load.ts";

/** What a file holds, or what is wrong with it. */
export type DecodedConfig = { readonly value: Record<string, unknown> } | { readonly error: string };

const TYPE_META =
  'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';
const SCHEME = 'scheme "k8s.io/client-go/tools/clientcmd/api/latest/latest.go:50"';

export function decodeKubeconfig(text: string): DecodedConfig {
  const { value, error } = parseOnlyYaml(text);
  if (error !== undefined) return { error };
  if (value === null || value === undefined) return { value: {} };
  if (!isMap(value))
    return { error: `${NO_KIND}json: cannot unmarshal ${jsonType(value)} into Go value of type ${TYPE_META}` };
  for (const field of ["apiVersion", "kind"]) {
    const given = value[field] ?? "";
    if (typeof given !== "string")
      return {
        error: `${NO_KIND}json: cannot unmarshal ${jsonType(given)} into Go struct field .${field} of type string`,
      };
  }
  const [kind, version] = [String(value.kind || "Config"), String(value.apiVersion || "v1")];
  if (kind !== "Config" || version !== "v1")
    return {
      error: `no kind ${goQuote(kind)} is registered for version ${goQuote(version)} in ${SCHEME}`,
    };
  const fault = structFault(value, { struct: "Config", path: [], form: formOfConfig() });
  return fault === undefined ? { value } : { error: fault };
}

const NO_KIND = "couldn't get version/kind; json parse error: ";

interface Place {
  /** The Go type that the fields belong to. */
  readonly struct: string;
  /** The fields on the way to it. */
  readonly path: readonly string[];
  readonly form: Form;
}

/** The first fault, in the order in which Go meets the fields: the JSON has them sorted. */
function structFault(value: Readonly<Record<string, unknown>>, { struct, path, form }: Place): string | undefined {
  for (const name of Object.keys(value).sort()) {
    const field = form.find((each) => each.name === name);
    const given = value[name];
    if (field === undefined || given === null || given === undefined) continue;
    const fault = valueFault(given, field, { struct, path: [...path, name], form });
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function valueFault(value: unknown, field: FormField, place: Place): string | undefined {
  const { kind, go = "" } = field;
  const mismatch = (type: string, given = value) =>
    `json: cannot unmarshal ${jsonType(given)} into Go struct field ${place.struct}.${place.path.join(".")} of type ${type}`;
  if (kind === "text") return typeof value === "string" ? undefined : mismatch(go || "string");
  if (kind === "bool") return typeof value === "boolean" ? undefined : mismatch("bool");
  if (kind === "bytes") return typeof value === "string" ? base64Fault(value) : mismatch("[]uint8");
  if (kind === "list") {
    if (!Array.isArray(value)) return mismatch(`[]${go || "string"}`);
    return firstFault(value, (item) => itemFault(item, field, place, (type) => mismatch(type, item)));
  }
  if (kind === "any") return anyFault(value, go, mismatch);
  return isMap(value) ? structFault(value, { ...place, struct: shortName(go), form: kind }) : mismatch(go);
}

function itemFault(item: unknown, field: FormField, place: Place, mismatch: (type: string) => string) {
  if (item === null) return undefined;
  const { items, go = "string" } = field;
  if (items === undefined) return typeof item === "string" ? undefined : mismatch("string");
  return isMap(item) ? structFault(item, { ...place, struct: shortName(go), form: items }) : mismatch(go);
}

/** Maps of text, or of lists of text. */
function anyFault(value: unknown, go: string, mismatch: (type: string, given?: unknown) => string): string | undefined {
  if (go === "") return undefined;
  if (!isMap(value)) return mismatch(go);
  const inner = go.slice("map[string]".length);
  return firstFault(Object.values(value), (item) => {
    if (item === null) return undefined;
    if (inner === "string") return typeof item === "string" ? undefined : mismatch(inner, item);
    if (!Array.isArray(item)) return mismatch(inner, item);
    return firstFault(item, (text) => (typeof text === "string" ? undefined : mismatch("string", text)));
  });
}

function firstFault<T>(items: readonly T[], faultOf: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const fault = faultOf(item);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function shortName(go: string): string {
  return go.replace(/^.*\./, "");
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return "array";
  if (value === null) return "null";
  return typeof value === "boolean" ? "bool" : typeof value === "bigint" ? "number" : typeof value;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

// config set and unset: one value, by the names on the way to it, as in `contexts.dev.namespace`.

import { goQuote } from "../../../api/go-values.ts";
import { base64OfText } from "../../../bytes/base64.ts";
import { base64Fault } from "../../../bytes/base64-fault.ts";
import type { CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import { parseGoBool } from "../../flags/parse.ts";
import type { Kubeconfig, Stanza } from "../../kubeconfig.ts";
import { FORMS, type FormField, PREFERENCES } from "../../kubeconfig-form.ts";
import { fileToChange, requireArguments, saveConfig } from "./store.ts";

type Part = keyof typeof FORMS;

/** Where a property is. `name` is that of an entry, `field` that of a value in it. */
type Place =
  | { readonly kind: "current-context" }
  | { readonly kind: "ignored" }
  | { readonly kind: "preferences"; readonly field?: FormField }
  | { readonly kind: "entry"; readonly part: Part; readonly name?: string; readonly field?: FormField };

export async function setProperty(context: CommandContext): Promise<void> {
  const { flags, io } = context;
  const [property = "", value = ""] = requireArguments(context, 2);
  if (value === "") throw new KubectlError("you cannot use set to unset a property");
  if (property === "") throw new KubectlError("you must specify a property");
  const place = placeOf(property);
  const file = fileToChange(context, (config) => holds(config, place));
  setAt(file.config, place, value, flags.bool("set-raw-bytes"));
  saveConfig(context, file);
  io.stdout.write(`Property ${goQuote(property)} set.\n`);
}

export async function unsetProperty(context: CommandContext): Promise<void> {
  const { io } = context;
  const [property = ""] = requireArguments(context, 1);
  const place = placeOf(property);
  const file = fileToChange(context, (config) => holds(config, place));
  unsetAt(file.config, place);
  saveConfig(context, file);
  io.stdout.write(`Property ${goQuote(property)} unset.\n`);
}

function placeOf(property: string): Place {
  const [first = "", ...rest] = property.split(".");
  const tooLong = new KubectlError(`unable to parse one or more field values of ${property}`);
  if (first === "current-context" || first === "kind" || first === "apiVersion") {
    if (rest.length > 0) throw tooLong;
    return { kind: first === "current-context" ? first : "ignored" };
  }
  if (first === "preferences") {
    if (rest.length > 1) throw tooLong;
    const field = PREFERENCES.find(({ name }) => name === rest[0]);
    if (rest.length > 0 && field === undefined)
      throw new KubectlError(`unable to parse ${property} after [{preferences api.Preferences}] at api.Preferences`);
    return { kind: "preferences", ...(field === undefined ? {} : { field }) };
  }
  if (first !== "clusters" && first !== "users" && first !== "contexts")
    throw new KubectlError(`unable to parse ${property} after [] at api.Config`);
  if (rest.length === 0) return { kind: "entry", part: first };
  const at = rest.findIndex((word, index) => index > 0 && fieldOf(first, word) !== undefined);
  if (at !== -1 && at < rest.length - 1) throw tooLong;
  const field = at === -1 ? undefined : fieldOf(first, rest[at] ?? "");
  const name = rest.slice(0, at === -1 ? undefined : at).join(".");
  return { kind: "entry", part: first, name, ...(field === undefined ? {} : { field }) };
}

// Names may hold dots, so a name ends where a word is one of the fields.
function fieldOf(part: Part, word: string): FormField | undefined {
  return FORMS[part].find(({ name, property }) => (property ?? name) === word);
}

function holds(config: Kubeconfig, place: Place): boolean {
  if (place.kind === "current-context") return config.currentContext !== "";
  return place.kind === "entry" && place.name !== undefined && config[place.part].has(place.name);
}

function setAt(config: Kubeconfig, place: Place, value: string, raw: boolean): void {
  if (place.kind === "ignored") return;
  if (place.kind === "current-context") config.currentContext = value;
  else if (place.kind === "preferences") {
    if (place.field === undefined)
      throw new KubectlError(
        'unable to locate path config.navigationStep{stepValue:"", stepType:reflect.Type(nil)} under {false map[]}',
      );
    config.preferences = { ...config.preferences, [place.field.name]: parsedValue(place.field, value, raw) };
  } else {
    const entries = config[place.part];
    if (place.name === undefined || place.field === undefined)
      throw new KubectlError(`can't set a map to a value: ${mapText(entries)}`);
    entries.set(place.name, { ...entries.get(place.name), [place.field.name]: parsedValue(place.field, value, raw) });
  }
}

// As Go prints a map of pointers; the addresses mean nothing.
function mapText(entries: ReadonlyMap<string, Stanza>): string {
  const names = [...entries.keys()].sort();
  return `map[${names.map((name, index) => `${name}:0xc000${(0x1b4000 + index * 0x100).toString(16)}`).join(" ")}]`;
}

function parsedValue({ kind }: FormField, value: string, raw: boolean): unknown {
  if (kind === "bool") {
    const parsed = parseGoBool(value);
    if (typeof parsed === "string") throw new KubectlError(parsed);
    return parsed;
  }
  if (kind === "list") throw new KubectlError("unrecognized slice type. string");
  if (kind !== "bytes") {
    if (kind === "text") return value;
    throw new KubectlError("can't set a map to a value: map[]");
  }
  if (raw) return base64OfText(value);
  const fault = base64Fault(value);
  if (fault !== undefined) throw new KubectlError(`error decoding input value: ${fault}`);
  return value;
}

function unsetAt(config: Kubeconfig, place: Place): void {
  if (place.kind === "ignored") return;
  if (place.kind === "current-context") config.currentContext = "";
  else if (place.kind === "preferences") {
    const { [place.field?.name ?? ""]: _, ...rest } = config.preferences;
    config.preferences = place.field === undefined ? {} : rest;
  } else unsetEntry(config, place);
}

function unsetEntry(config: Kubeconfig, { part, name, field }: Extract<Place, { kind: "entry" }>): void {
  const entries = config[part];
  if (name === undefined) {
    entries.clear();
    return;
  }
  if (field === undefined) {
    entries.delete(name);
    return;
  }
  const entry = entries.get(name);
  if (entry === undefined) throw new KubectlError(`current map key \`${name}\` is invalid`);
  const { [field.name]: _, ...rest } = entry;
  entries.set(name, rest);
}

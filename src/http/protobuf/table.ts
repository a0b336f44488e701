// What a build knows of the protobuf form of each kind (schema/protobuf.json): messages, field numbers, and what JSON calls the fields.
// A message is parsed when a body first needs it; most never are.

import type { FormName } from "./forms.ts";
import type { ScalarName } from "./wire.ts";

/** What a build writes. A message is `FORM;1name string,2replicas! int32,3 #7`: form, then number, name, `!` where an empty value counts, type. */
export interface ProtobufDocument {
  readonly messages: readonly string[];
  /** By apiVersion and kind, the place of its message. */
  readonly kinds: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Kinds that every apiVersion has, as DeleteOptions. */
  readonly options: Readonly<Record<string, number>>;
}

export type ValueType =
  | { readonly kind: "scalar"; readonly scalar: ScalarName }
  /** Bytes that hold JSON, or an object in protobuf form. */
  | { readonly kind: "json" }
  | { readonly kind: "message"; readonly message: () => Message };

export interface MessageField {
  /** In JSON; "" for a message whose fields stand in JSON where it stands itself. */
  readonly name: string;
  readonly shape: "single" | "list" | "map";
  readonly type: ValueType;
  /** JSON has the field also when it is zero, false or "": Go has a pointer for it, or writes it in any case. */
  readonly keepsEmpty: boolean;
}

export interface Message {
  /** What the message is in JSON; "" for an object. */
  readonly form: FormName | "";
  readonly fields: ReadonlyMap<number, MessageField>;
}

export interface ProtobufTable {
  /** The message of a kind; undefined where the API has no such kind. */
  kind(apiVersion: string, kind: string): Message | undefined;
}

const META_VERSION = "meta.k8s.io/v1";

/** @param json what a build wrote; of anything else comes a table without kinds. */
export function parseProtobufTable(json: unknown): ProtobufTable {
  const { messages = [], kinds = {}, options = {} } = json as Partial<ProtobufDocument>;
  const parsed = new Map<number, Message>();
  const messageAt = (index: number): Message => {
    const message = parsed.get(index) ?? parseMessage(messages[index], messageAt);
    parsed.set(index, message);
    return message;
  };
  return {
    kind(apiVersion, kind) {
      const known = own(kinds, apiVersion) ?? (apiVersion === META_VERSION ? {} : undefined);
      const index = known === undefined ? undefined : (own(known, kind) ?? own(options, kind));
      return index === undefined ? undefined : messageAt(index);
    },
  };
}

/** The names come from a client, which might say `constructor`. */
function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function parseMessage(text: string | undefined, messageAt: (index: number) => Message): Message {
  if (text === undefined) throw new Error("the protobuf table refers to a message that it does not have");
  const [form = "", fields = ""] = text.split(";");
  const entries = fields.split(",").filter((field) => field !== "");
  return { form: form as FormName | "", fields: new Map(entries.map((entry) => parseField(entry, messageAt))) };
}

function parseField(text: string, messageAt: (index: number) => Message): [number: number, field: MessageField] {
  const [, number, name = "", mark, shape, type = ""] = /^(\d+)([^ !]*)(!)? (\[\]|\{\})?(.+)$/.exec(text) ?? [];
  return [
    Number(number),
    {
      name,
      shape: shape === "[]" ? "list" : shape === "{}" ? "map" : "single",
      type: parseType(type, messageAt),
      keepsEmpty: mark === "!",
    },
  ];
}

function parseType(text: string, messageAt: (index: number) => Message): ValueType {
  if (text === "json") return { kind: "json" };
  if (!text.startsWith("#")) return { kind: "scalar", scalar: text as ScalarName };
  const index = Number(text.slice(1));
  return { kind: "message", message: () => messageAt(index) };
}

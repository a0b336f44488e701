// Messages that are no objects in JSON: instants, quantities, numbers that may be texts, JSON inside of protobuf.
// Each form takes the message's fields as decoded and says what stands in JSON; undefined is Go's null, which is left out.

import { formatDuration } from "../../api/duration.ts";
import { ProtobufError } from "./error.ts";

type Fields = Readonly<Record<string, unknown>>;
export type FormName = keyof typeof FORMS;

const FORMS = {
  time: ({ seconds = 0, nanos = 0 }: Fields) =>
    seconds === 0 && nanos === 0 ? undefined : `${instant(Number(seconds))}Z`,
  microTime: ({ seconds = 0, nanos = 0 }: Fields) =>
    seconds === 0 && nanos === 0 ? undefined : microTime(Number(seconds), Number(nanos)),
  duration: ({ duration = 0 }: Fields) => formatDuration(Number(duration) / 1e6),
  quantity: ({ string = "" }: Fields) => (string === "" ? "0" : string),
  intOrString: ({ type = 0, intVal = 0, strVal = "" }: Fields) => intOrString(type, intVal, strVal),
  raw: ({ raw, Raw }: Fields) => raw ?? Raw,
  strings: ({ items = [] }: Fields) => items,
  schemaOrArray: ({ schema, jSONSchemas }: Fields) => jSONSchemas ?? schema,
  schemaOrBool: ({ allows = false, schema }: Fields) => schema ?? allows,
  schemaOrStringArray: ({ property, schema }: Fields) => property ?? schema,
} as const;

/** What a message of this form is in JSON. */
export function inForm(form: FormName, fields: Fields): unknown {
  return FORMS[form](fields);
}

function microTime(seconds: number, nanos: number): string {
  const micros = Math.trunc(nanos / 1000);
  const wholeSeconds = Math.floor(micros / 1e6);
  return `${instant(seconds + wholeSeconds)}.${String(micros - wholeSeconds * 1e6).padStart(6, "0")}Z`;
}

/** Without what follows the second. */
function instant(seconds: number): string {
  const date = new Date(seconds * 1000);
  const year = date.getUTCFullYear();
  if (!(year >= 0 && year <= 9999)) throw new ProtobufError("Time.MarshalJSON: year outside of range [0,9999]");
  return date.toISOString().slice(0, "2006-01-02T15:04:05".length);
}

function intOrString(type: unknown, intVal: unknown, strVal: unknown): unknown {
  if (type === 0) return intVal;
  if (type === 1) return strVal;
  throw new ProtobufError("impossible IntOrString.Type");
}

// What the protobuf form of an OpenAPI v2 document is made of: each message's fields by their name in JSON, with number and type.
// Only what the documents of a Kubernetes API have; where a message has variants, the ones that they use.

import type { WireWriter } from "./wire-writer.ts";

type Write = (wire: WireWriter, number: number, value: unknown) => void;

export interface MessageForm {
  readonly fields: Readonly<Record<string, readonly [number: number, write: Write]>>;
  /** The number of the list that fields called `x-…` go to. */
  readonly extensions?: number;
}

type Fields = Readonly<Record<string, unknown>>;

export function writeMessage(wire: WireWriter, { fields, extensions }: MessageForm, value: unknown): void {
  for (const [name, inner] of Object.entries(value as Fields)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field !== undefined) field[1](wire, field[0], inner);
    else if (extensions !== undefined && name.startsWith("x-")) wire.message(extensions, named(name, any, inner));
  }
}

const text: Write = (wire, number, value) => wire.text(number, String(value));
const flag: Write = (wire, number, value) => wire.flag(number, value === true);
const count: Write = (wire, number, value) => wire.count(number, Number(value));
const double: Write = (wire, number, value) => wire.double(number, Number(value));
/** A value of any type, as YAML, which JSON is. */
const any: Write = (wire, number, value) => wire.message(number, (inner) => inner.text(2, JSON.stringify(value)));

function each(write: Write): Write {
  return (wire, number, value) => {
    for (const one of value as readonly unknown[]) write(wire, number, one);
  };
}

function message(form: () => MessageForm): Write {
  return (wire, number, value) => wire.message(number, (inner) => writeMessage(inner, form(), value));
}

/** A message around another: a wrapper, or one of several variants. */
function within(variant: number, write: Write): Write {
  return (wire, number, value) => wire.message(number, (inner) => write(inner, variant, value));
}

/** A map is a list of messages with name and value. */
function entries(write: Write): Write {
  return (wire, number, value) => {
    for (const [name, inner] of Object.entries(value as Fields)) wire.message(number, named(name, write, inner));
  };
}

function named(name: string, write: Write, value: unknown): (wire: WireWriter) => void {
  return (wire) => {
    wire.text(1, name);
    write(wire, 2, value);
  };
}

const schema: Write = message(() => SCHEMA);

const additional: Write = (wire, number, value) =>
  typeof value === "boolean" ? within(2, flag)(wire, number, value) : within(1, schema)(wire, number, value);

const SCHEMA: MessageForm = {
  fields: {
    $ref: [1, text],
    format: [2, text],
    title: [3, text],
    description: [4, text],
    multipleOf: [6, double],
    maximum: [7, double],
    exclusiveMaximum: [8, flag],
    minimum: [9, double],
    exclusiveMinimum: [10, flag],
    maxLength: [11, count],
    minLength: [12, count],
    pattern: [13, text],
    maxItems: [14, count],
    minItems: [15, count],
    uniqueItems: [16, flag],
    maxProperties: [17, count],
    minProperties: [18, count],
    required: [19, each(text)],
    enum: [20, each(any)],
    additionalProperties: [21, additional],
    type: [22, within(1, text)],
    items: [23, within(1, schema)],
    allOf: [24, each(schema)],
    properties: [25, within(1, entries(schema))],
  },
  extensions: 31,
};

const BODY_PARAMETER: MessageForm = {
  fields: { description: [1, text], name: [2, text], in: [3, text], required: [4, flag], schema: [5, schema] },
};

const OWN_PARAMETER = { required: [1, flag], in: [2, text], description: [3, text], name: [4, text] } as const;
const QUERY_PARAMETER: MessageForm = {
  fields: { ...OWN_PARAMETER, type: [6, text], format: [7, text], uniqueItems: [20, flag] },
  extensions: 23,
};
const PATH_PARAMETER: MessageForm = {
  fields: { ...OWN_PARAMETER, type: [5, text], format: [6, text], uniqueItems: [19, flag] },
  extensions: 22,
};

const parameter: Write = (wire, number, value) => {
  const place = (value as { readonly in: string }).in;
  const write =
    place === "body"
      ? within(
          1,
          message(() => BODY_PARAMETER),
        )
      : within(
          2,
          place === "path"
            ? within(
                4,
                message(() => PATH_PARAMETER),
              )
            : within(
                3,
                message(() => QUERY_PARAMETER),
              ),
        );
  within(1, write)(wire, number, value);
};

/** Numbers of a parameter's variants: `ParametersItem { Parameter { BodyParameter | NonBodyParameter { … } } }`. */
const parameters: Write = each(parameter);

const RESPONSE: MessageForm = { fields: { description: [1, text], schema: [2, within(1, schema)] } };

const OPERATION: MessageForm = {
  fields: {
    tags: [1, each(text)],
    description: [3, text],
    operationId: [5, text],
    produces: [6, each(text)],
    consumes: [7, each(text)],
    parameters: [8, parameters],
    responses: [
      9,
      within(
        1,
        entries(
          within(
            1,
            message(() => RESPONSE),
          ),
        ),
      ),
    ],
  },
  extensions: 13,
};

const operation: Write = message(() => OPERATION);

const PATH_ITEM: MessageForm = {
  fields: {
    get: [2, operation],
    put: [3, operation],
    post: [4, operation],
    delete: [5, operation],
    options: [6, operation],
    head: [7, operation],
    patch: [8, operation],
    parameters: [9, parameters],
  },
};

const INFO: MessageForm = { fields: { title: [1, text], version: [2, text] } };
const API_KEY: MessageForm = {
  fields: { type: [1, text], name: [2, text], in: [3, text], description: [4, text] },
};

export const DOCUMENT: MessageForm = {
  fields: {
    swagger: [1, text],
    info: [2, message(() => INFO)],
    paths: [8, within(2, entries(message(() => PATH_ITEM)))],
    definitions: [9, within(1, entries(schema))],
    security: [12, each(within(1, entries(within(1, each(text)))))],
    securityDefinitions: [
      13,
      within(
        1,
        entries(
          within(
            2,
            message(() => API_KEY),
          ),
        ),
      ),
    ],
  },
};

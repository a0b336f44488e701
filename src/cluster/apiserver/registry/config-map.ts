// ConfigMaps.

import { catalogued } from "../../../api/catalogue.ts";
import { configKeyErrors } from "../../../api/names.ts";
import type { ConfigMap } from "../../../api/types.ts";
import { byteLength } from "../../../bytes/bytes.ts";
import { AGE, integer, NAME } from "./columns.ts";
import { deepEqual, forbidden, invalid, invalidEach, tooLong } from "./field-error.ts";
import { defineKind, type FieldError } from "./kind.ts";

type StringMap = Readonly<Record<string, string>>;

/** As much as etcd takes in one object. */
export const MAX_DATA_BYTES = 1024 * 1024;
export const IMMUTABLE_DATA = "field is immutable when `immutable` is set";

const dataOf = ({ data }: ConfigMap) => (data ?? {}) as StringMap;
const binaryOf = ({ binaryData }: ConfigMap) => (binaryData ?? {}) as StringMap;

function validate(map: ConfigMap): FieldError[] {
  const [data, binary] = [dataOf(map), binaryOf(map)];
  const errors = Object.keys(data)
    .sort()
    .flatMap((key) => {
      const own = invalidEach(`data[${key}]`, key, configKeyErrors(key));
      if (Object.hasOwn(binary, key)) own.push(invalid(`data[${key}]`, key, "duplicate of key present in binaryData"));
      return own;
    });
  for (const key of Object.keys(binary).sort()) {
    errors.push(...invalidEach(`binaryData[${key}]`, key, configKeyErrors(key)));
  }
  const size = [...Object.values(data).map(byteLength), ...Object.values(binary).map(base64Length)];
  // The object as a whole has no name in a path.
  if (size.reduce((sum, each) => sum + each, 0) > MAX_DATA_BYTES) errors.push(tooLong("[]", MAX_DATA_BYTES));
  return errors;
}

/** How many bytes a base64 text stands for. */
export function base64Length(text: string): number {
  const padding = /=*$/.exec(text)?.[0].length ?? 0;
  return Math.floor((text.length * 3) / 4) - padding;
}

function validateUpdate(next: ConfigMap, previous: ConfigMap): FieldError[] {
  if (previous.immutable !== true) return [];
  const errors = next.immutable === true ? [] : [forbidden("immutable", IMMUTABLE_DATA)];
  if (!deepEqual(dataOf(next), dataOf(previous))) errors.push(forbidden("data", IMMUTABLE_DATA));
  if (!deepEqual(binaryOf(next), binaryOf(previous))) errors.push(forbidden("binaryData", IMMUTABLE_DATA));
  return errors;
}

export const configMaps = defineKind<ConfigMap>({
  get resource() {
    return catalogued("", "configmaps");
  },
  validate,
  validateUpdate,
  columns: [NAME, integer("Data", (map) => Object.keys(dataOf(map)).length + Object.keys(binaryOf(map)).length), AGE],
});

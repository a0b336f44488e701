// Secrets.

import { catalogued } from "../../../api/catalogue.ts";
import { jsonObjectFault } from "../../../api/json-fault.ts";
import { configKeyErrors } from "../../../api/names.ts";
import type { Draft, Secret } from "../../../api/types.ts";
import { base64OfText, textOfBase64 } from "../../../bytes/base64.ts";
import { AGE, integer, NAME, text } from "./columns.ts";
import { base64Length, IMMUTABLE_DATA, MAX_DATA_BYTES } from "./config-map.ts";
import { deepEqual, forbidden, immutable, invalid, invalidEach, required, tooLong } from "./field-error.ts";
import { defineKind, type FieldError } from "./kind.ts";

type StringMap = Readonly<Record<string, string>>;

const dataOf = ({ data }: Secret) => (data ?? {}) as StringMap;

// What is written in the clear is kept like the rest, and is not shown again.
function applyDefaults(secret: Draft<Secret>): void {
  secret.type ||= "Opaque";
  const plain = secret.stringData as Record<string, string> | undefined;
  if (plain === undefined) return;
  const data: Record<string, string> = { ...(secret.data as Record<string, string> | undefined) };
  for (const [key, value] of Object.entries(plain)) data[key] = base64OfText(value);
  secret.data = data;
  delete secret.stringData;
}

function validate(secret: Secret): FieldError[] {
  const data = dataOf(secret);
  const errors = Object.keys(data)
    .sort()
    .flatMap((key) => invalidEach(`data[${key}]`, key, configKeyErrors(key)));
  const size = Object.values(data).reduce((sum, value) => sum + base64Length(value), 0);
  if (size > MAX_DATA_BYTES) errors.push(tooLong("data", MAX_DATA_BYTES));
  return [...errors, ...typeErrors(secret)];
}

const ACCOUNT = "kubernetes.io/service-account.name";

function typeErrors(secret: Secret): FieldError[] {
  const data = dataOf(secret);
  const missing = (...keys: string[]) =>
    keys.filter((key) => data[key] === undefined).map((key) => required(`data[${key}]`));
  switch (secret.type) {
    case "kubernetes.io/service-account-token":
      return secret.metadata.annotations?.[ACCOUNT] ? [] : [required(`metadata.annotations[${ACCOUNT}]`)];
    case "kubernetes.io/dockercfg":
      return registryErrors(data, ".dockercfg");
    case "kubernetes.io/dockerconfigjson":
      return registryErrors(data, ".dockerconfigjson");
    case "kubernetes.io/basic-auth": {
      const both = missing("username", "password");
      return both.length === 2 ? both : [];
    }
    case "kubernetes.io/ssh-auth":
      return data["ssh-privatekey"] ? [] : [required("data[ssh-privatekey]")];
    case "kubernetes.io/tls":
      return missing("tls.crt", "tls.key");
    default:
      return [];
  }
}

function registryErrors(data: StringMap, key: string): FieldError[] {
  const content = data[key];
  if (content === undefined) return [required(`data[${key}]`)];
  const fault = jsonObjectFault(textOfBase64(content) ?? "");
  return fault === undefined ? [] : [invalid(`data[${key}]`, "<secret contents redacted>", fault)];
}

function validateUpdate(next: Secret, previous: Secret): FieldError[] {
  const errors = immutable("type", next.type, previous.type);
  if (previous.immutable !== true) return errors;
  if (next.immutable !== true) errors.push(forbidden("immutable", IMMUTABLE_DATA));
  if (!deepEqual(dataOf(next), dataOf(previous))) errors.push(forbidden("data", IMMUTABLE_DATA));
  return errors;
}

export const secrets = defineKind<Secret>({
  get resource() {
    return catalogued("", "secrets");
  },
  applyDefaults,
  validate,
  validateUpdate,
  columns: [
    NAME,
    text("Type", ({ type }) => type ?? ""),
    integer("Data", (secret) => Object.keys(dataOf(secret)).length),
    AGE,
  ],
  selectableFields: { type: ({ type }) => type ?? "" },
});

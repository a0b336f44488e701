// The library of authorization: whether somebody may do something, asked step by step.

import { noOverload, Opaque } from "../values.ts";
import type { Implementations } from "./implementation.ts";

interface AccessQuestion {
  readonly verb: string;
  readonly path?: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
}

interface Access {
  readonly allowed: boolean;
  readonly reason: string;
}

/** Answers for one user; or for a service account, if that is named. */
export interface Authorizer {
  ask(question: AccessQuestion): Access;
  forServiceAccount(namespace: string, name: string): Authorizer;
}

interface Asked {
  readonly authorizer: Authorizer;
  readonly question: Omit<AccessQuestion, "verb">;
}

const TYPE = "kubernetes.authorization.";
const NOTHING = { group: "", resource: "", subresource: "", namespace: "", name: "" };

export function authorizerValue(authorizer: Authorizer): Opaque<Authorizer> {
  return new Opaque(`${TYPE}Authorizer`, authorizer, "");
}

function held<T>(value: unknown, ...kinds: readonly string[]): T {
  const fits = value instanceof Opaque && kinds.some((kind) => value.kind === TYPE + kind);
  return fits ? (value.value as T) : noOverload();
}

function step(kind: string, authorizer: Authorizer, question: Asked["question"]): Opaque<Asked> {
  return new Opaque(TYPE + kind, { authorizer, question }, JSON.stringify(question));
}

function narrowed(field: keyof Asked["question"]) {
  return (value: unknown, text: unknown): Opaque<Asked> => {
    const { authorizer, question } = held<Asked>(value, "ResourceCheck");
    return step("ResourceCheck", authorizer, { ...question, [field]: String(text) });
  };
}

export const authorizerFunctions: Implementations = {
  path: (value, path) => step("PathCheck", held(value, "Authorizer"), { ...NOTHING, path: String(path) }),
  group: (value, group) => step("GroupCheck", held(value, "Authorizer"), { ...NOTHING, group: String(group) }),
  serviceAccount: (value, namespace, name) =>
    authorizerValue(held<Authorizer>(value, "Authorizer").forServiceAccount(String(namespace), String(name))),
  resource: (value, resource) => {
    const { authorizer, question } = held<Asked>(value, "GroupCheck");
    return step("ResourceCheck", authorizer, { ...question, resource: String(resource) });
  },
  subresource: narrowed("subresource"),
  namespace: narrowed("namespace"),
  name: narrowed("name"),
  check: (value, verb) => {
    const { authorizer, question } = held<Asked>(value, "ResourceCheck", "PathCheck");
    const access = authorizer.ask({ ...question, verb: String(verb) });
    return new Opaque(`${TYPE}Decision`, access, JSON.stringify(access));
  },
  allowed: (value) => held<Access>(value, "Decision").allowed,
  reason: (value) => held<Access>(value, "Decision").reason,
  errored: (value) => held<Access>(value, "Decision") === undefined,
  error: (value) => (held<Access>(value, "Decision") === undefined ? "denied" : ""),
};

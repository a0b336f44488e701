// The expressions of one policy, compiled once for each version of it.

import type { CelType } from "../../cel/types.ts";
import { admissionNames, type Compiled, compile, type Names, withVariables } from "./environment.ts";
import type { Policy, Validation } from "./policy-types.ts";

export interface CompiledExpression {
  readonly source: string;
  readonly compiled: Compiled;
}

export interface CompiledPolicy {
  readonly conditions: readonly (CompiledExpression & { readonly name: string })[];
  readonly variables: readonly (CompiledExpression & { readonly name: string })[];
  readonly validations: readonly {
    readonly validation: Validation;
    readonly check: CompiledExpression;
    readonly message: CompiledExpression | undefined;
  }[];
}

const known = new WeakMap<Policy, CompiledPolicy>();

export function compiledPolicy(policy: Policy): CompiledPolicy {
  const made = known.get(policy);
  if (made !== undefined) return made;
  const compiled = compilePolicy(policy);
  known.set(policy, compiled);
  return compiled;
}

function compilePolicy({ spec }: Policy): CompiledPolicy {
  const names = admissionNames(spec.paramKind !== undefined);
  const of = (source: string, scope: Names, result: "bool" | "string" | undefined): CompiledExpression => ({
    source,
    compiled: compile(source, scope, result),
  });
  const types = new Map<string, CelType>();
  const conditions = (spec.matchConditions ?? []).map(({ name, expression }) => ({
    name,
    ...of(expression, names, "bool"),
  }));
  const variables = (spec.variables ?? []).map(({ name, expression }) => {
    // A variable may use those that stand before it.
    const made = of(expression, withVariables(names, new Map(types)), undefined);
    if (made.compiled.kind === "tree") types.set(name, made.compiled.type);
    return { name, ...made };
  });
  const all = withVariables(names, types);
  const validations = (spec.validations ?? []).map((validation) => ({
    validation,
    check: of(validation.expression, all, "bool"),
    message: validation.messageExpression ? of(validation.messageExpression, all, "string") : undefined,
  }));
  return { conditions, variables, validations };
}

// The rules of one schema, compiled once.

import { type Compiled, compileMessage, compileRule } from "../../cel/compile.ts";
import { type Declared, declare } from "../../cel/declared.ts";
import { fieldPathIn } from "../schema/field-path.ts";
import type { Schema, ValidationRule } from "../schema/schema.ts";

export interface CompiledRule {
  readonly rule: ValidationRule;
  readonly check: Compiled;
  /** What makes its message; undefined where none is asked for. */
  readonly message: Compiled | undefined;
  /** From the value that the rule is about to the field that is told of. */
  readonly fieldPath: string;
}

const compiled = new WeakMap<Schema, readonly CompiledRule[]>();

/** @param isResource an object of its own, with a name. */
export function compiledRules(schema: Schema, isResource: boolean): readonly CompiledRule[] {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const self = declare(schema, isResource, "selfType");
  const rules = self === undefined ? [] : (schema["x-kubernetes-validations"] ?? []);
  const made = self === undefined ? [] : rules.map((rule) => compileOne(rule, schema, self));
  compiled.set(schema, made);
  return made;
}

function compileOne(rule: ValidationRule, schema: Schema, self: Declared): CompiledRule {
  const mayBeNew = rule.optionalOldSelf === true;
  const found = rule.fieldPath ? fieldPathIn(rule.fieldPath, schema) : undefined;
  return {
    rule,
    check: compileRule(rule.rule, self, mayBeNew),
    message: rule.messageExpression ? compileMessage(rule.messageExpression, self, mayBeNew) : undefined,
    fieldPath: found?.kind === "field" ? found.path : "",
  };
}

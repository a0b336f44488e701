// Whether values keep to the rules of their schema.

import { canonicalJson } from "../../../../api/equality.ts";
import type { Compiled } from "../../cel/compile.ts";
import { evaluate, type Values } from "../../cel/evaluate.ts";
import { toValue } from "../../cel/to-value.ts";
import { EvaluationFault, NONE, Optional } from "../../cel/values.ts";
import { duplicate, forbidden, invalid, required } from "../../registry/field-error.ts";
import type { FieldError } from "../../registry/kind.ts";
import { child } from "../schema/list-types.ts";
import {
  byName,
  isEmbeddedResource,
  isFields,
  itemsOf,
  type Schema,
  type ValidationRule,
  valuesOf,
} from "../schema/schema.ts";
import { sameItem } from "../validate/lists.ts";
import { sameField } from "../validate/objects.ts";
import type { Correlated } from "../validate/result.ts";
import { type CompiledRule, compiledRules } from "./compiled-rules.ts";

export interface RuleFaults {
  readonly errors: readonly FieldError[];
  /** Of values that were there before, which may stay as they are. */
  readonly tolerated: readonly FieldError[];
}

/** @param before the value that this one takes the place of. */
export function valueRuleErrors(
  value: unknown,
  schema: Schema,
  path: string,
  before: Correlated | undefined,
  isResource: boolean,
): RuleFaults {
  const errors: FieldError[] = [];
  const tolerated: FieldError[] = [];
  visit(value, schema, path, before, isResource, (error, isOld) => (isOld ? tolerated : errors).push(error));
  return { errors, tolerated };
}

type Tell = (error: FieldError, isOld: boolean) => void;

function visit(
  value: unknown,
  schema: Schema,
  path: string,
  before: Correlated | undefined,
  isResource: boolean,
  tell: Tell,
): void {
  if (value === null || value === undefined) return;
  for (const rule of compiledRules(schema, isResource)) apply(rule, value, schema, path, before, isResource, tell);
  const [items, values] = [itemsOf(schema), valuesOf(schema)];
  if (Array.isArray(value) && items !== undefined) {
    for (const [index, item] of value.entries())
      visit(item, items, `${path}[${index}]`, sameItem(item, schema, before), isEmbeddedResource(items), tell);
  }
  if (!isFields(value)) return;
  for (const [name, each] of byName(value)) {
    const was = sameField(name, schema, before);
    const own = schema.properties?.[name];
    if (own !== undefined) visit(each, own, child(path, name), was, isEmbeddedResource(own), tell);
    else if (values !== undefined) visit(each, values, `${path}[${name}]`, was, isEmbeddedResource(values), tell);
  }
}

function apply(
  { rule, check, message, fieldPath }: CompiledRule,
  value: unknown,
  schema: Schema,
  path: string,
  before: Correlated | undefined,
  isResource: boolean,
  tell: Tell,
): void {
  if (check.kind === "fault") return;
  const { tree, usesOldSelf } = check.program;
  const mayBeNew = rule.optionalOldSelf === true;
  if (usesOldSelf && before === undefined && !mayBeNew) return;
  const isOld = !usesOldSelf && before !== undefined && canonicalJson(before.old) === canonicalJson(value);
  const old = before === undefined ? undefined : toValue(before.old, schema, isResource);
  const values: Values = new Map([
    ["self", toValue(value, schema, isResource)],
    ["oldSelf", mayBeNew ? (old === undefined ? NONE : new Optional(old)) : old],
  ]);
  const at = path === "" ? "<nil>" : path;
  const shown = schema.type ?? "";
  try {
    if (evaluate(tree, values) === true) return;
    const to = fieldPath === "" ? at : child(path, fieldPath);
    tell(brokenRule(rule, to, shown, computed(message, values) ?? messageOf(rule)), isOld);
  } catch (error) {
    if (!(error instanceof EvaluationFault)) throw error;
    tell(invalid(at, shown, faultText(error.message, rule)), isOld);
  }
}

function messageOf({ rule, message = "" }: ValidationRule): string {
  return message === "" ? `failed rule: ${rule.trim()}` : message.trim();
}

/** A message that cannot be made, or that is no line of text, gives way to the fixed one. */
function computed(message: Compiled | undefined, values: Values): string | undefined {
  if (message?.kind !== "program") return undefined;
  try {
    const text = evaluate(message.program.tree, values);
    const line = typeof text === "string" ? text.trim() : "";
    return line === "" || line.includes("\n") ? undefined : line;
  } catch (error) {
    if (error instanceof EvaluationFault) return undefined;
    throw error;
  }
}

function brokenRule({ reason }: ValidationRule, path: string, shown: string, detail: string): FieldError {
  switch (reason) {
    case "FieldValueForbidden":
      return forbidden(path, detail);
    case "FieldValueRequired":
      return required(path, detail);
    case "FieldValueDuplicate":
      return duplicate(path, shown);
    default:
      return invalid(path, shown, detail);
  }
}

function faultText(fault: string, { rule, message = "" }: ValidationRule): string {
  const named = (message === "" ? rule : message).trim();
  return fault.startsWith("no such overload")
    ? `'${fault}': call arguments did not match a supported operator, function or macro signature for rule: ${named}`
    : `${fault} evaluating rule: ${named}`;
}

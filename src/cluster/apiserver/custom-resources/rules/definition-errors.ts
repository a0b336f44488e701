// What is wrong with the rules that a definition states: their texts, their types, and how much they may cost.

import { declare, maxCardinality } from "../../cel/declared.ts";
import { forbidden, invalid, notSupported, required } from "../../registry/field-error.ts";
import { goText } from "../../registry/go-syntax.ts";
import { goValue } from "../../registry/go-value.ts";
import type { FieldError } from "../../registry/kind.ts";
import type { Place } from "../definition/openapi-errors.ts";
import { fieldPathIn } from "../schema/field-path.ts";
import { byName, isEmbeddedResource, itemsOf, type Schema, type ValidationRule, valuesOf } from "../schema/schema.ts";
import { type CompiledRule, compiledRules } from "./compiled-rules.ts";

const MAX_RULE_COST = 10_000_000;
const MAX_TOTAL_COST = 100_000_000;
const REASONS = ["FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"];

/** What can be said of rules without reading their expressions. */
export function ruleTextErrors(schema: Schema, path: string): FieldError[] {
  const rules = schema["x-kubernetes-validations"] ?? [];
  return rules.flatMap((rule, index) => textErrors(rule, schema, `${path}.x-kubernetes-validations[${index}]`));
}

function textErrors(rule: ValidationRule, schema: Schema, path: string): FieldError[] {
  const { message = "", messageExpression = "", reason, fieldPath = "" } = rule;
  const errors: FieldError[] = [];
  const text = rule.rule?.trim() ?? "";
  const told = message.trim();
  if (text === "") errors.push(required(`${path}.rule`, "rule is not specified"));
  else if (message !== "" && told === "")
    errors.push(invalid(`${path}.message`, message, "message must be non-empty if specified"));
  else if (told.includes("\n"))
    errors.push(invalid(`${path}.message`, message, "message must not contain line breaks"));
  else if (text.includes("\n") && told === "")
    errors.push(required(`${path}.message`, "message must be specified if rule contains line breaks"));
  if (messageExpression !== "" && messageExpression.trim() === "")
    errors.push(required(`${path}.messageExpression`, "messageExpression must be non-empty if specified"));
  if (reason !== undefined && !REASONS.includes(reason)) errors.push(notSupported(`${path}.reason`, reason, REASONS));
  if (fieldPath === "") return errors;
  if (fieldPath.trim() === "")
    return [...errors, invalid(`${path}.fieldPath`, fieldPath, "fieldPath must be non-empty if specified")];
  const found = fieldPathIn(fieldPath, schema);
  if (found.kind === "fault")
    errors.push(invalid(`${path}.fieldPath`, fieldPath, `fieldPath must be a valid path: ${found.text}`));
  return errors;
}

/** The places of all schemas that rules may stand in. */
export type PlaceOf = (schema: Schema) => Place | undefined;

/** Of a whole schema whose other parts are as they should be. */
export function ruleErrors(schema: Schema, path: string, placeOf: PlaceOf): FieldError[] {
  const examination = new Examination(placeOf);
  examination.visit(schema, path, 1, true);
  return [...examination.errors, ...examination.totalErrors(path)];
}

class Examination {
  readonly errors: FieldError[] = [];
  private total = 0;
  private readonly costs: { readonly path: string; readonly cost: number }[] = [];

  constructor(private readonly placeOf: PlaceOf) {}

  /** @param cardinality how many values of the schema one object may have; undefined where there is no limit. */
  visit(schema: Schema, path: string, cardinality: number | undefined, isResource: boolean): void {
    const [items, values] = [itemsOf(schema), valuesOf(schema)];
    const embedded = (each: Schema): boolean => isEmbeddedResource(each);
    if (values !== undefined) {
      const times = product(cardinality, schema.maxProperties);
      this.visit(values, `${path}.additionalProperties`, times, embedded(values));
    }
    for (const [name, each] of byName(schema.properties))
      this.visit(each, `${path}.properties[${name}]`, cardinality, embedded(each));
    if (items !== undefined) this.visit(items, `${path}.items`, product(cardinality, schema.maxItems), embedded(items));
    const self = declare(schema, isResource);
    if (self === undefined) return;
    for (const [index, rule] of compiledRules(schema, isResource).entries())
      this.examine(rule, `${path}.x-kubernetes-validations[${index}]`, cardinality ?? maxCardinality(self), schema);
  }

  private examine(rule: CompiledRule, path: string, times: number, schema: Schema): void {
    const { check, message } = rule;
    if (check.kind === "fault")
      this.errors.push(invalid(`${path}.rule`, goText(goValue("apiextensions.ValidationRule", rule.rule)), check.text));
    else this.observe(`${path}.rule`, "estimated rule cost", check.program.cost * times);
    if (message?.kind === "fault")
      this.errors.push(
        invalid(`${path}.messageExpression`, goText(goValue("apiextensions.ValidationRule", rule.rule)), message.text),
      );
    else if (message !== undefined)
      this.observe(`${path}.messageExpression`, "estimated messageExpression cost", message.program.cost * times);
    const usesOldSelf = check.kind === "program" && check.program.usesOldSelf;
    if (!usesOldSelf && rule.rule.optionalOldSelf !== undefined) {
      const why = "may not be set if oldSelf is not used in rule";
      this.errors.push(invalid(`${path}.optionalOldSelf`, rule.rule.optionalOldSelf, why));
    }
    const uncorrelated = this.placeOf(schema)?.uncorrelated;
    if (!usesOldSelf || uncorrelated === undefined) return;
    const why = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${uncorrelated}`;
    this.errors.push(invalid(`${path}.rule`, rule.rule.rule, why));
  }

  private observe(path: string, what: string, cost: number): void {
    if (cost > MAX_RULE_COST) this.errors.push(forbidden(path, tooCostly(what, cost / MAX_RULE_COST)));
    this.total += cost;
    if (cost >= MAX_TOTAL_COST / 100) this.costs.push({ path, cost });
  }

  /** Where all rules together cost too much, the dearest are named. */
  totalErrors(path: string): FieldError[] {
    if (this.total <= MAX_TOTAL_COST) return [];
    const dearest = this.costs.sort((a, b) => b.cost - a.cost).slice(0, 4);
    const whole = "entire OpenAPIv3 schema";
    const text = `x-kubernetes-validations estimated rule cost total for ${whole}`;
    return [
      ...dearest.map((each) =>
        forbidden(each.path, `contributed to estimated rule cost total exceeding cost limit for ${whole}`),
      ),
      forbidden(path, tooCostly(text, this.total / MAX_TOTAL_COST)),
    ];
  }
}

function product(times: number | undefined, most: number | undefined): number | undefined {
  return times === undefined || most === undefined ? undefined : times * most;
}

function tooCostly(what: string, factor: number): string {
  const times = factor > 100 ? "more than 100x" : `${factor.toFixed(factor < 1.5 ? 6 : 1)}x`;
  const advice = "adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared";
  return `${what} exceeds budget by factor of ${times} (try simplifying the rule, or ${advice})`;
}

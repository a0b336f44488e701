// Tolerations of pods and the taints that they are for.

import { goQuote } from "../../../../api/go-values.ts";
import { labelValueErrors } from "../../../../api/names.ts";
import type { Taint, Toleration } from "../../../../api/types.ts";
import { duplicate, invalid, notSupported, required } from "../field-error.ts";
import { goText } from "../go-syntax.ts";
import type { FieldError } from "../kind.ts";
import { validateLabelName } from "../labels.ts";

const EFFECTS = ["NoSchedule", "PreferNoSchedule", "NoExecute"];
const OPERATORS = ["Equal", "Exists"];

export function validateTolerations(list: readonly Toleration[], field: string): FieldError[] {
  return list.flatMap((toleration, i) => {
    const path = `${field}[${i}]`;
    const { key = "", operator = "", effect = "", tolerationSeconds } = toleration;
    const errors = key === "" ? [] : validateLabelName(key, `${path}.key`);
    if (key === "" && operator !== "Exists") {
      const text = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
      errors.push(invalid(`${path}.operator`, operator, text));
    }
    if (tolerationSeconds !== undefined && effect !== "NoExecute") {
      errors.push(invalid(`${path}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"));
    }
    errors.push(...operatorErrors(toleration, `${path}.operator`));
    if (effect !== "" && !EFFECTS.includes(effect)) errors.push(notSupported(`${path}.effect`, effect, EFFECTS));
    return errors;
  });
}

function operatorErrors({ operator = "", value = "" }: Toleration, field: string): FieldError[] {
  if (operator === "Exists") {
    return value === "" ? [] : [invalid(field, value, "value must be empty when `operator` is 'Exists'")];
  }
  if (operator !== "" && operator !== "Equal") return [notSupported(field, operator, OPERATORS)];
  const faults = labelValueErrors(value);
  return faults.length === 0 ? [] : [invalid(field, value, faults.join(";"))];
}

export function validateTaints(list: readonly Taint[], field: string): FieldError[] {
  const seen = new Set<string>();
  return list.flatMap((taint, i) => {
    const path = `${field}[${i}]`;
    const { key = "", value = "", effect = "" } = taint;
    const errors = validateLabelName(key, `${path}.key`);
    const faults = labelValueErrors(value);
    if (faults.length > 0) errors.push(invalid(`${path}.value`, value, faults.join(";")));
    if (effect === "") errors.push(required(`${path}.effect`));
    else if (!EFFECTS.includes(effect)) errors.push(notSupported(`${path}.effect`, effect, EFFECTS));
    if (seen.has(`${key}/${effect}`)) {
      errors.push({ ...duplicate(path, goTaint(taint)), detail: "taints must be unique by key and effect pair" });
    }
    seen.add(`${key}/${effect}`);
    return errors;
  });
}

function goTaint({ key = "", value = "", effect = "" }: Taint): ReturnType<typeof goText> {
  const [k, v, e] = [key, value, effect].map(goQuote);
  return goText(`core.Taint{Key:${k}, Value:${v}, Effect:${e}, TimeAdded:<nil>}`);
}

// Fields of custom resources that the server itself looks at: what /scale counts, and what field selectors compare.

import type { AnyObject } from "../../../../api/types.ts";
import type { KindDefinition } from "../../registry/kind.ts";
import type { ScalePaths, SelectableField } from "../definition/definition.ts";
import { isFields } from "../schema/schema.ts";

/** `.spec.replicas` as the names of the fields on the way. */
export function stepsOf(path: string): readonly string[] {
  return path.split(".").slice(1);
}

export function valueAt(object: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>((value, step) => (isFields(value) ? value[step] : undefined), object);
}

export function scaleOf(paths: ScalePaths): NonNullable<KindDefinition<AnyObject>["scale"]> {
  const { specReplicasPath = "", statusReplicasPath = "", labelSelectorPath = "" } = paths;
  const number = (object: AnyObject, path: string): number | undefined => {
    const value = valueAt(object, stepsOf(path));
    return typeof value === "number" ? value : undefined;
  };
  return {
    replicas: (object) => number(object, specReplicasPath),
    statusReplicas: (object) => number(object, statusReplicasPath) ?? 0,
    selector: (object) => {
      const value = labelSelectorPath === "" ? undefined : valueAt(object, stepsOf(labelSelectorPath));
      return typeof value === "string" ? value : "";
    },
    path: stepsOf(specReplicasPath),
  };
}

/** By the names that selectors know: the path without the dot in front. */
export function selectableFieldsOf(
  fields: readonly SelectableField[] = [],
): Readonly<Record<string, (object: AnyObject) => string>> {
  const entries = fields.map(({ jsonPath = "" }): [string, (object: AnyObject) => string] => {
    const steps = stepsOf(jsonPath);
    return [
      jsonPath.replace(/^\./, ""),
      (object) => {
        const value = valueAt(object, steps);
        return value === undefined || value === null ? "" : String(value);
      },
    ];
  });
  return Object.fromEntries(entries);
}

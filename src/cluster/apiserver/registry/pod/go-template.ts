import type { PodTemplateSpec } from "../../../../api/types.ts";

export function goPodTemplate(_template: PodTemplateSpec): string {
  return "core.PodTemplateSpec{}";
}

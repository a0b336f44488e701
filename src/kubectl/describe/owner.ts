// Who controls an object.

import type { KubeObject, OwnerReference } from "../../api/types.ts";
import type { LevelWriter } from "./description-writer.ts";

export function controllerOf({ metadata }: KubeObject): OwnerReference | undefined {
  return metadata.ownerReferences?.find((owner) => owner.controller === true);
}

export function writeController(writer: LevelWriter, object: KubeObject): void {
  const controller = controllerOf(object);
  if (controller !== undefined) writer.field(0, "Controlled By", `${controller.kind}/${controller.name}`);
}

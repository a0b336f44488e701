// The first lines of nearly every description.

import type { KubeObject } from "../../api/types.ts";
import type { LevelWriter } from "./description-writer.ts";
import { writeAnnotations, writeLabels } from "./labels.ts";

/** Name, namespace, labels and annotations. */
export function writeHeader(writer: LevelWriter, object: KubeObject): void {
  writeName(writer, object);
  writeMarks(writer, object);
}

export function writeName(writer: LevelWriter, { metadata }: KubeObject): void {
  writer.field(0, "Name", metadata.name);
  writer.field(0, "Namespace", metadata.namespace ?? "");
}

/** Name, labels and annotations: an object without namespace, or one that does not show it. */
export function writeClusterHeader(writer: LevelWriter, object: KubeObject): void {
  writer.field(0, "Name", object.metadata.name);
  writeMarks(writer, object);
}

export function writeMarks(writer: LevelWriter, { metadata }: KubeObject): void {
  writeLabels(writer, "Labels", metadata.labels);
  writeAnnotations(writer, "Annotations", metadata.annotations);
}

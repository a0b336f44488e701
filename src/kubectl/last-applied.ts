// The annotation in which apply keeps what it applied last.

import type { AnyObject } from "../api/types.ts";
import { goJson, goStructJson } from "./go-json.ts";
import { typedForm } from "./go-order.ts";

export const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** The object as the annotation holds it: without the annotation itself. */
export function lastAppliedText(object: AnyObject): string {
  const { [LAST_APPLIED]: _, ...annotations } = annotationsOf(object) ?? {};
  return `${goJson({ ...object, metadata: { ...object.metadata, annotations } })}\n`;
}

export function withLastApplied(object: AnyObject): AnyObject {
  const annotations = { ...annotationsOf(object), [LAST_APPLIED]: lastAppliedText(object) };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** The same for what kubectl has made itself: written as its own types, and nothing is added. */
export function withSavedConfig(object: AnyObject): AnyObject {
  const annotations = { ...annotationsOf(object), [LAST_APPLIED]: `${goStructJson(typedForm(object))}\n` };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

export function lastAppliedOf(object: AnyObject): string | undefined {
  return annotationsOf(object)?.[LAST_APPLIED];
}

/** A manifest may have no metadata at all. */
function annotationsOf(object: AnyObject): AnyObject["metadata"]["annotations"] {
  return (object.metadata as AnyObject["metadata"] | undefined | null)?.annotations;
}

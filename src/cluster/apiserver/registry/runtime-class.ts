// RuntimeClasses: which handler of the container runtime runs a pod.

import { catalogued } from "../../../api/catalogue.ts";
import { dns1123LabelErrors } from "../../../api/names.ts";
import type { KubeObject } from "../../../api/types.ts";
import { AGE, NAME, text } from "./columns.ts";
import { immutable, invalidEach } from "./field-error.ts";
import { defineKind } from "./kind.ts";

interface RuntimeClass extends KubeObject {
  readonly handler?: string;
}

export const runtimeClasses = defineKind<RuntimeClass>({
  get resource() {
    return catalogued("node.k8s.io", "runtimeclasses");
  },
  validate: ({ handler = "" }) => invalidEach("handler", handler, dns1123LabelErrors(handler)),
  validateUpdate: (next, previous) => immutable("handler", next.handler ?? "", previous.handler ?? ""),
  columns: [NAME, text("Handler", ({ handler }) => handler ?? ""), AGE],
  hasGeneration: false,
});

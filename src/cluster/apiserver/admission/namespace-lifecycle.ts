// Stands for NamespaceLifecycle: nothing is created in a namespace that is not there or on its way out.

import { ApiError, failure, notFound, qualified } from "../../../api/status.ts";
import type { AdmissionPlugin, Attributes } from "./plugin.ts";

// These ask a question in a namespace; they create nothing in it.
const EXEMPT = new Set(["localsubjectaccessreviews.authorization.k8s.io"]);

export const namespaceLifecycle: AdmissionPlugin = {
  name: "NamespaceLifecycle",
  mutate(attributes) {
    const { core, namespace, operation, resourceName } = attributes;
    if (operation !== "CREATE" || namespace === undefined || EXEMPT.has(resourceName)) return;
    const namespaces = core.resources.named("namespaces");
    const found = namespaces && core.storage.find(namespaces, undefined, namespace);
    if (found === undefined) throw new ApiError(notFound({ group: "", resource: "namespaces" }, namespace));
    const phase = (found.status as { phase?: string } | undefined)?.phase;
    if (phase === "Terminating") refuseTerminating(attributes, namespace);
  },
};

function refuseTerminating({ resource, name }: Attributes, namespace: string): never {
  const text = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const { group, resource: kind } = resource.info;
  throw new ApiError(
    failure(403, "Forbidden", `${qualified(resource.groupResource, name)} is forbidden: ${text}`, {
      name,
      ...(group === "" ? {} : { group }),
      kind,
      causes: [
        {
          reason: "NamespaceTerminating",
          message: `namespace ${namespace} is being terminated`,
          field: "metadata.namespace",
        },
      ],
    }),
  );
}

// Calls back with the key of each Service whose endpoints may have changed.

import { matchesPairs } from "../../../api/selector.ts";
import type { Pod, Service } from "../../../api/types.ts";
import { keyOf, keyText } from "../../client/informer.ts";
import { resources } from "../../client/resources.ts";
import type { ControllerContext } from "../controller.ts";
import { changesEndpoints } from "./service-pods.ts";

export function watchServices(context: ControllerContext, enqueue: (key: string) => void): void {
  const services = context.informers.of<Service>(resources.services);
  services.onChange((next, previous) => {
    const changed = next ?? previous;
    if (changed !== undefined) enqueue(keyText(keyOf(changed)));
  });
  context.informers.of<Pod>(resources.pods).onChange((next, previous) => {
    if (next !== undefined && previous !== undefined && !changesEndpoints(next, previous)) return;
    const namespace = (next ?? previous)?.metadata.namespace;
    for (const service of services.list(namespace)) {
      const isMeant = [next, previous].some(
        (pod) => pod !== undefined && matchesPairs(service.spec.selector, pod.metadata.labels),
      );
      if (isMeant) enqueue(keyText(keyOf(service)));
    }
  });
}

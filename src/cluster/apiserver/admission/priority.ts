// Stands for the Priority plugin: turns the name of a priority class into a number.

import { ApiError, forbidden } from "../../../api/status.ts";
import type { AnyObject, Draft, Pod, PriorityClass } from "../../../api/types.ts";
import { stored } from "../core.ts";
import type { AdmissionPlugin, Attributes } from "./plugin.ts";

const CLASSES = "priorityclasses.scheduling.k8s.io";
const DEFAULT_POLICY = "PreemptLowerPriority";

export const priorityPlugin: AdmissionPlugin = {
  name: "Priority",
  mutate(attributes, draft) {
    if (attributes.operation !== "CREATE" || attributes.resourceName !== "pods" || attributes.subresource !== "")
      return;
    const pod = draft as unknown as Draft<Pod>;
    const found = classFor(attributes, pod);
    const value = found?.value ?? 0;
    if (pod.spec.priority !== undefined && pod.spec.priority !== value) {
      refuse(
        attributes,
        `the integer value of priority (${pod.spec.priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`,
      );
    }
    if (found !== undefined) pod.spec.priorityClassName = found.metadata.name;
    pod.spec.priority = value;
    const policy = found?.preemptionPolicy ?? DEFAULT_POLICY;
    if ((pod.spec.preemptionPolicy ?? policy) !== policy) {
      refuse(
        attributes,
        `the string value of PreemptionPolicy (${pod.spec.preemptionPolicy}) must not be provided in pod spec; priority admission controller computed ${policy} from the given PriorityClass name`,
      );
    }
    pod.spec.preemptionPolicy = policy;
  },
  validate(attributes) {
    const { object, resourceName } = attributes;
    if (resourceName !== CLASSES || (object as AnyObject & Partial<PriorityClass>)?.globalDefault !== true) return;
    const other = classes(attributes).find(
      (each) => each.globalDefault === true && each.metadata.name !== attributes.name,
    );
    if (other !== undefined)
      refuse(
        attributes,
        `PriorityClass ${other.metadata.name} is already marked as default. Only one default can exist`,
      );
  },
};

function classes({ core }: Attributes): readonly PriorityClass[] {
  return stored(core, CLASSES) as readonly unknown[] as readonly PriorityClass[];
}

function classFor(attributes: Attributes, pod: Draft<Pod>): PriorityClass | undefined {
  const name = pod.spec.priorityClassName;
  if (!name)
    return classes(attributes)
      .filter((each) => each.globalDefault === true)
      .sort((a, b) => a.value - b.value)[0];
  const found = classes(attributes).find((each) => each.metadata.name === name);
  if (found === undefined) refuse(attributes, `no PriorityClass with name ${name} was found`);
  return found;
}

function refuse({ resource, name }: Attributes, why: string): never {
  throw new ApiError(forbidden(resource.groupResource, name, why));
}

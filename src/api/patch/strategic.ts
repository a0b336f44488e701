// Strategic merge patch: Kubernetes' own, which merges lists by key where the schema says so. Applying one, and computing one.

export { applyStrategicPatch, StrategicPatchError } from "./strategic-apply.ts";
export { createThreeWayMergePatch, createTwoWayMergePatch } from "./strategic-diff.ts";

// Parts of a pod spec while they are filled in.

import type { Draft, PodSpec } from "../../../../api/types.ts";

export type SpecDraft = Draft<PodSpec>;
export type ContainerDraft = SpecDraft["containers"][number];
export type VolumeDraft = NonNullable<SpecDraft["volumes"]>[number];

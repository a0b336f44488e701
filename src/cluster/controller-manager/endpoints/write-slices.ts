// What the two controllers that own EndpointSlices do with them alike.

import type { EndpointSlice, KubeObject } from "../../../api/types.ts";
import { keyOf } from "../../client/informer.ts";
import { resources } from "../../client/resources.ts";
import type { ControllerContext } from "../controller.ts";
import { controllerReference, ignoringNotFound } from "../ownership.ts";
import type { SliceContent } from "./slices.ts";

type Client = ControllerContext["client"];
type Labels = Readonly<Record<string, string>>;

/** Makes a slice for what `owner` says, with a name from its own. */
export function createSlice(
  client: Client,
  owner: KubeObject,
  { endpoints, ports }: SliceContent,
  metadata: { readonly labels: Labels; readonly annotations?: Labels },
): void {
  const { name, namespace = "" } = owner.metadata;
  client.create<EndpointSlice>(resources.endpointslices, {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { generateName: `${name}-`, namespace, ...metadata, ownerReferences: [controllerReference(owner)] },
    addressType: "IPv4",
    endpoints,
    ports,
  });
}

/** Deletes the slices that hold nothing any more. */
export function deleteUnused(
  client: Client,
  existing: readonly EndpointSlice[],
  contents: readonly SliceContent[],
): void {
  const kept = new Set(contents.map(({ slice }) => slice));
  for (const slice of existing)
    if (!kept.has(slice)) ignoringNotFound(() => client.delete(resources.endpointslices, keyOf(slice)));
}

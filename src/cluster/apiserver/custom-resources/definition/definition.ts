// CustomResourceDefinitions as they are stored, and what their fields say.

import type { AnyObject, KubeObject } from "../../../../api/types.ts";
import type { Schema } from "../schema/schema.ts";

export const DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io";
/** Keeps a definition until all its objects are gone. */
export const CLEANUP_FINALIZER = "customresourcecleanup.apiextensions.k8s.io";

export interface PrinterColumn {
  readonly name?: string;
  readonly type?: string;
  readonly format?: string;
  readonly jsonPath?: string;
  readonly priority?: number;
  readonly description?: string;
}

export interface ScalePaths {
  readonly specReplicasPath?: string;
  readonly statusReplicasPath?: string;
  readonly labelSelectorPath?: string;
}

export interface Subresources {
  readonly status?: object;
  readonly scale?: ScalePaths;
}

export interface SelectableField {
  readonly jsonPath?: string;
}

export interface Version {
  readonly name: string;
  readonly served?: boolean;
  readonly storage?: boolean;
  readonly deprecated?: boolean;
  readonly deprecationWarning?: string;
  readonly schema?: { readonly openAPIV3Schema?: Schema };
  readonly subresources?: Subresources;
  readonly additionalPrinterColumns?: readonly PrinterColumn[];
  readonly selectableFields?: readonly SelectableField[];
}

export interface Names {
  readonly plural: string;
  readonly singular?: string;
  readonly kind: string;
  readonly listKind?: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

export interface Webhook {
  readonly clientConfig?: {
    readonly url?: string;
    readonly service?: {
      readonly name?: string;
      readonly namespace?: string;
      readonly path?: string;
      readonly port?: number;
    };
    readonly caBundle?: string;
  };
  readonly conversionReviewVersions?: readonly string[];
}

export interface Spec {
  readonly group: string;
  readonly scope: string;
  readonly names: Names;
  readonly versions: readonly Version[];
  readonly conversion?: { readonly strategy?: string; readonly webhook?: Webhook };
  readonly preserveUnknownFields?: boolean;
}

export interface Condition {
  readonly type: string;
  readonly status: "True" | "False" | "Unknown";
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

export interface Status {
  readonly acceptedNames?: Partial<Names>;
  readonly conditions?: readonly Condition[] | null;
  readonly storedVersions?: readonly string[];
}

export interface Definition extends KubeObject {
  readonly spec: Spec;
  readonly status: Status;
}

/** The definition as an object among others. */
export function asObject(definition: Definition): AnyObject {
  return definition as KubeObject as AnyObject;
}

export function asDefinition(object: AnyObject): Definition {
  return object as KubeObject as Definition;
}

export function conditionOf({ status }: Pick<Definition, "status">, type: string): Condition | undefined {
  return status?.conditions?.find((each) => each.type === type);
}

export function isTrue(definition: Pick<Definition, "status">, type: string): boolean {
  return conditionOf(definition, type)?.status === "True";
}

/** The version that objects are stored in. */
export function storageVersion({ versions }: Spec): Version | undefined {
  return versions.find(({ storage }) => storage === true);
}

/** Groups of the project itself, in which not everybody may define things. */
export function isProtectedGroup(group: string): boolean {
  return /(^|\.)(k8s|kubernetes)\.io$/.test(group);
}

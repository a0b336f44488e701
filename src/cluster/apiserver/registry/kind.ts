// What a registry file says about its kind: everything that is special about it, and nothing that is common to all.

import type { ResourceInfo } from "../../../api/catalogue.ts";
import type { Merge } from "../../../api/managed-fields/field-set.ts";
import type { UserInfo } from "../../../api/request.ts";
import type { AnyObject, Draft, KubeObject } from "../../../api/types.ts";
import type { Random } from "../../../sim/random.ts";
import type { Decoded } from "../decode.ts";

/** One violated rule. `type` decides the wording: `spec.replicas: Invalid value: -1: must be …`, `Required value: …`. */
export interface FieldError {
  readonly type:
    | "Invalid"
    | "Required"
    | "NotSupported"
    | "Forbidden"
    | "Duplicate"
    | "NotFound"
    | "TooLong"
    | "TooMany"
    | "TypeInvalid"
    | "Internal";
  /** As in `spec.containers[0].image`. */
  readonly field: string;
  /** The offending value: text, number, boolean or null; anything else as a GoText (go-syntax.ts). Absent for Required and Forbidden. */
  readonly value?: unknown;
  readonly detail: string;
}

/** What a registry file may use of the server while a request is handled. */
export interface RegistryContext {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  readonly random: Random;
  readonly user: UserInfo;
  /** Objects as they are stored, for allocations and cross checks. `resource` is the plural name, with its group where it has one. */
  list<T extends KubeObject>(resource: string, namespace?: string): readonly T[];
  find<T extends KubeObject>(resource: string, namespace: string | undefined, name: string): T | undefined;
  /** The range of service addresses, as `10.96.0.0/16`. */
  readonly serviceCIDR: string;
}

export interface Column<T> {
  readonly name: string;
  readonly type: "string" | "integer" | "number" | "boolean" | "date";
  readonly format?: "name" | "";
  readonly description?: string;
  /** 1 is shown only by `-o wide`. */
  readonly priority?: 0 | 1;
  /** The cell; `nowMs` is for ages. */
  /** Null where there is nothing to show. */
  cell(object: T, nowMs: number): string | number | boolean | null;
}

/** A kind that a CustomResourceDefinition adds: its schema decides what its objects have, and its versions show the same objects. */
export interface CustomKind {
  /** An object from a body, with what the schema knows, and with its defaults. Throws a DecodeError. */
  decode(body: object): Decoded;
  /** A configuration for server-side apply: as it was sent, if only its metadata can be read. Throws a DecodeError. */
  configured(body: object): Decoded;
  /** What of a configuration does not fit the schema, as `.spec.x: field not declared in schema`. */
  configurationErrors(body: object): readonly string[];
  /** How the fields merge in server-side apply. */
  merge(): Merge;
  /** A stored object as this version shows it; the same one for the same one. */
  shown(object: AnyObject): AnyObject;
  /** An object of this version in the version that is stored. */
  stored(object: AnyObject): AnyObject;
  readonly storedVersion: string;
  /** No objects are made any more: their definition is going. */
  readonly isTerminating: boolean;
}

/** Every hook is optional: a kind without rules of its own is stored as it comes. Drafts are private copies. */
export interface KindDefinition<T extends KubeObject = KubeObject> {
  readonly resource: ResourceInfo;
  /** Fills in what the user left out; runs on every write before validation, and must be idempotent. */
  applyDefaults?(object: Draft<T>): void;
  /** Clears status, allocates addresses and the like. */
  prepareForCreate?(object: Draft<T>, context: RegistryContext): void;
  /** Keeps what an update may not touch (status; allocated fields), and bumps nothing: generation is handled for all kinds. */
  prepareForUpdate?(next: Draft<T>, previous: T, context: RegistryContext): void;
  validate?(object: T, context: RegistryContext): readonly FieldError[];
  /** Runs besides `validate`; of custom resources in its place, as what was there before may stay. */
  validateUpdate?(next: T, previous: T, context: RegistryContext): readonly FieldError[];
  /** Besides `validate`, for writes through a subresource that opens a part of the spec, as `ephemeralcontainers`. */
  validateThroughDoor?(next: T, previous: T, subresource: string): readonly FieldError[];
  /** As prepareForUpdate, for writes through `status` and `approval`. */
  prepareForStatusUpdate?(next: Draft<T>, previous: T, context: RegistryContext, subresource: string): void;
  /** For writes through `status` and `approval`, in place of the two above. */
  validateStatusUpdate?(next: T, previous: T, context: RegistryContext, subresource: string): readonly FieldError[];
  /** Texts for `Warning:` headers. */
  warnings?(object: T, previous: T | undefined): readonly string[];
  /** Printed by `kubectl get`; without it Name and Created At are shown. */
  readonly columns?: readonly Column<T>[];
  /** Fields that field selectors may name, besides metadata.name and metadata.namespace. */
  readonly selectableFields?: Readonly<Record<string, (object: T) => string>>;
  /** Status is written only through `/status`. */
  readonly hasStatus?: boolean;
  /** Where `/scale` finds its numbers. */
  readonly scale?: {
    /** Undefined where the object does not say. */
    readonly replicas: (object: T) => number | undefined;
    readonly statusReplicas: (object: T) => number;
    readonly selector: (object: T) => string;
    /** Which field has the number that is wanted; `replicas` of the spec when not given. */
    readonly path?: readonly string[];
  };
  /** For kinds that the schema does not know. */
  readonly custom?: CustomKind;
  /** Told with every answer. */
  readonly deprecation?: string;
  /** An update has to say which version of the object it takes the place of. */
  readonly needsVersion?: boolean;
  /** Seconds of grace for a delete without options; kinds without it go at once (finalizers aside). */
  gracePeriodSeconds?(object: T): number;
  /** A spec that changes counts the generation up. Default: every kind with a spec. */
  readonly hasGeneration?: boolean;
  /** Whether the generation counts up, where that is not just for a spec that changes. */
  isChange?(next: T, previous: T): boolean;
  /** What a list of them is called, where that is not the kind followed by List. */
  readonly listKind?: string;
  /** What the object is as soon as its deletion begins; `now` as the API writes it. */
  beginDeletion?(object: T, now: string): T;
  /** Further objects that may not be deleted, or the reason why. */
  refuseDelete?(object: T): string | undefined;
}

/** The same definition, for the list of all: what a kind's hooks take is known to the server by its resource only. */
export function defineKind<T extends KubeObject>(definition: KindDefinition<T>): KindDefinition {
  return definition as unknown as KindDefinition;
}

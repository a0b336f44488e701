// What a command works on, and how it may be named: shared by the reading of manifests and of arguments.

import type { AnyObject } from "../api/types.ts";
import type { Resource } from "./rest-mapper.ts";

export interface BuilderOptions {
  /** TYPE NAME…, TYPE/NAME…, TYPE,TYPE. */
  readonly args?: readonly string[];
  readonly filenames?: readonly string[];
  readonly kustomize?: string;
  readonly recursive?: boolean;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** --all: every object of the named types. */
  readonly all?: boolean;
  /** A type without name or selector means all of them: as get does. */
  readonly allowEmptySelector?: boolean;
  readonly allNamespaces?: boolean;
  /** What is named is no category, and kubectl looks for none. */
  readonly exactType?: boolean;
  /** At most one type may be named. */
  readonly singleType?: boolean;
  /** Manifests are checked for apiVersion and kind before they are decoded. */
  readonly validate?: boolean;
  /** What is wrong in them is only warned of. */
  readonly warnOnly?: boolean;
  /** Objects of manifests and names are fetched from the server. */
  readonly latest?: boolean;
  /** Objects of manifests are not put into a namespace. */
  readonly asWritten?: boolean;
  /** Nobody has told kubectl of a namespace: only a manifest can. */
  readonly withoutNamespace?: boolean;
  /** Nothing is asked of the server, not even which resources there are. */
  readonly local?: boolean;
  readonly subresource?: string;
  /** Only objects that kubectl itself has a type for. */
  readonly typed?: boolean;
  /** Requested in lists in pieces of this size. */
  readonly chunkSize?: number;
  /** The first failure ends the run. */
  readonly stopAtError?: boolean;
  /** All is worked on, but only the first failure is told. */
  readonly firstFailure?: boolean;
  /** Told, before anything is fetched, whether exactly one object was asked for. */
  readonly onResolved?: (single: boolean) => void;
  /** Said instead of the general text when nothing was named. */
  readonly missing?: string;
}

/** One object that a command works on. */
export interface Info {
  readonly resource: Resource;
  readonly name: string;
  /** Empty for what has no namespace. */
  readonly namespace: string;
  /** The file that named it; empty when an argument did. */
  readonly source: string;
  /** From a manifest or from the server; undefined when only a name was given. */
  object: AnyObject | undefined;
}

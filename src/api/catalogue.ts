// The resources that the API serves: names, scope, verbs. Discovery documents and kubectl's short names come from here.

export type Verb = "create" | "delete" | "deletecollection" | "get" | "list" | "patch" | "update" | "watch";

/** One resource of the API, as discovery describes it. */
export interface ResourceInfo {
  /** "" for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** The plural name in paths. */
  readonly resource: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly Verb[];
  /** As `all`. */
  readonly categories: readonly string[];
}

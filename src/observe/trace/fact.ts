// One write in the words of Kubernetes: who did what to which object.

import type { AnyObject, KubeObject } from "../../api/types.ts";
import type { WriteRecord } from "../../api/write-record.ts";
import type { Says } from "../language/english.ts";
import { type Action, actionOf, detailOf } from "./action.ts";
import { type Writer, writerOf } from "./writer.ts";

export interface Fact {
  readonly at: number;
  readonly revision: number;
  readonly who: Writer;
  readonly action: Action;
  /** What changed, or how it is now; "" where the action says it all. */
  readonly detail: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** The uids of those that it belongs to. */
  readonly owners: readonly string[];
  /** The object as it was left, or as it was before it was gone. */
  readonly object: AnyObject;
  readonly record: WriteRecord;
}

// Endpoints only repeat what EndpointSlices say, Events what the others did, and IPAddresses what Services say.
const UNTOLD = new Set(["Event", "Endpoints", "IPAddress", "Lease"]);

/** The writes that mean something, oldest first. */
export function factsOf(records: readonly WriteRecord[], says: Says["trace"]): Fact[] {
  const gone = { uids: new Set<string>(), namespaces: new Set<string>() };
  return records.flatMap((record) => {
    const object = record.after ?? record.before;
    if (object === undefined || UNTOLD.has(object.kind)) return [];
    const action = actionOf(record);
    if (action === "deleted") gone.uids.add(object.metadata.uid);
    if (object.kind === "Namespace" && action === "asked to delete") gone.namespaces.add(object.metadata.name);
    if (object.kind === "Namespace" && action === "deleted") gone.namespaces.delete(object.metadata.name);
    const who = writerOf(record, gone, says);
    const detail = detailOf(record, action, says);
    // What only keeps books (revisions, hashes, generations seen) is left out, unless somebody typed it.
    if (!who.isPerson && detail === undefined) return [];
    return [factOf(record, object, { who, action, detail: detail ?? "" })];
  });
}

function factOf(record: WriteRecord, object: AnyObject, told: Pick<Fact, "who" | "action" | "detail">): Fact {
  const { kind, metadata } = object;
  const { uid, name, namespace = "" } = metadata;
  const owners = ownersOf(object);
  return { at: record.at, revision: record.revision, ...told, kind, namespace, name, uid, owners, object, record };
}

function ownersOf(object: KubeObject): string[] {
  const owners = (object.metadata.ownerReferences ?? []).map(({ uid }) => uid);
  const claim = (object as AnyObject & { readonly spec?: { readonly claimRef?: { readonly uid?: string } } }).spec
    ?.claimRef;
  return claim?.uid === undefined ? owners : [...owners, claim.uid];
}

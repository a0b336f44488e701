// `trace`: what has come of a write. Writes (the API server's log of them) become facts (fact.ts), facts a story (story.ts), and the story
// steps (steps.ts), which a pure function draws (render.ts). Causes follow from owners, components and order; nothing is noted for them.

import { catalogue } from "../../api/catalogue.ts";
import type { ApiTransport } from "../../api/request.ts";
import type { KubeObject } from "../../api/types.ts";
import type { WriteRecord } from "../../api/write-record.ts";
import type { Says } from "../language/english.ts";
import { NotReadable } from "../reading.ts";
import { type Fact, factsOf } from "./fact.ts";
import { stepsOf, type TraceStep } from "./steps.ts";
import { lastStory, storyOf } from "./story.ts";

export { renderStory } from "./render.ts";

interface Subjects {
  readonly read: ApiTransport;
  readonly namespace: string;
  /** In the language of who asks. */
  readonly says: Says["trace"];
}

/** @param object `KIND/NAME`, as kubectl takes it; the last write of a person when not given. */
export async function traceWrites(
  writes: readonly WriteRecord[],
  object: string | undefined,
  { read, namespace, says }: Subjects,
): Promise<TraceStep> {
  const facts = factsOf(writes, says);
  const story =
    object === undefined ? lastStory(facts) : storyOf(facts, await subjectOf(object, { read, namespace, says }, facts));
  const root = story === undefined ? undefined : stepsOf(story, says);
  if (root !== undefined) return object === undefined ? { ...root, besides: besidesLast(facts) } : root;
  throw new NotReadable(object === undefined ? says.nothingWritten : says.unknownWriter(object));
}

/** So long may one command take that writes several objects. */
const momentMs = 100;

/** What the last write was one of many of: `kubectl apply -f` of several documents. */
function besidesLast(facts: readonly Fact[]): string[] {
  const typed = facts.filter(({ who }) => who.isPerson);
  const last = typed.at(-1);
  if (last === undefined) return [];
  const others = typed.filter(
    ({ at, who, uid }) => last.at - at <= momentMs && who.name === last.who.name && uid !== last.uid,
  );
  return [...new Set(others.map(({ kind, name }) => `${kind.toLowerCase()}/${name}`))];
}

async function subjectOf(
  text: string,
  { read, namespace, says }: Subjects,
  facts: readonly Fact[],
): Promise<{ readonly uid: string }> {
  const [word = "", name = "", ...rest] = text.split("/");
  if (name === "" || rest.length > 0) throw new NotReadable(says.noObject(text));
  const info = infoOf(word.toLowerCase());
  if (info === undefined) throw new NotReadable(says.noKind(word));
  const root = info.group === "" ? `/api/${info.version}` : `/apis/${info.group}/${info.version}`;
  const scope = info.namespaced ? `/namespaces/${namespace}` : "";
  const response = await read({ method: "GET", path: `${root}${scope}/${info.resource}/${name}`, query: {} });
  if (response.kind === "object" && response.status === 200) return { uid: (response.body as KubeObject).metadata.uid };
  // What is gone has left its writes.
  const where = info.namespaced ? namespace : "";
  const last = facts.findLast((fact) => fact.kind === info.kind && fact.name === name && fact.namespace === where);
  if (last !== undefined) return { uid: last.uid };
  throw new NotReadable(says.notThere(info.singular, name, info.namespaced ? namespace : undefined));
}

function infoOf(word: string): ReturnType<typeof catalogue>[number] | undefined {
  return catalogue().find(
    ({ resource, singular, shortNames }) => resource === word || singular === word || shortNames.includes(word),
  );
}

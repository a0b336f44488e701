// `trace`: what has come of a write. Writes (the API server's log of them) become facts (fact.ts), facts a story (story.ts), and the story
// steps (steps.ts), which a pure function draws (render.ts). Causes follow from owners, components and order; nothing is noted for them.

import { catalogue } from "../../api/catalogue.ts";
import type { ApiTransport } from "../../api/request.ts";
import type { KubeObject } from "../../api/types.ts";
import type { WriteRecord } from "../../api/write-record.ts";
import { NotReadable } from "../reading.ts";
import { type Fact, factsOf } from "./fact.ts";
import { stepsOf, type TraceStep } from "./steps.ts";
import { lastStory, storyOf } from "./story.ts";

export { renderStory } from "./render.ts";

export const traceHelp = `trace tells what came of a write, or follows a request.

  trace                          what your last write has led to
  trace KIND/NAME [-n NS]        what the last write that concerns this object has led to
  trace http://SERVICE[:PORT]/   follows one request: name, Service, endpoint, pod, container
        --from POD|laptop        from there; a running pod of the namespace when not given
  --plain, --json                in sentences, for screen readers; as data
`;

/** @param object `KIND/NAME`, as kubectl takes it; the last write of a person when not given. */
export async function traceWrites(
  writes: readonly WriteRecord[],
  object: string | undefined,
  { read, namespace }: { readonly read: ApiTransport; readonly namespace: string },
): Promise<TraceStep> {
  const facts = factsOf(writes);
  const story =
    object === undefined ? lastStory(facts) : storyOf(facts, await subjectOf(object, namespace, read, facts));
  const root = story === undefined ? undefined : stepsOf(story);
  if (root !== undefined) return object === undefined ? { ...root, besides: besidesLast(facts) } : root;
  throw new NotReadable(
    object === undefined
      ? "nobody has written anything yet; create something with kubectl first"
      : `nothing is known of who wrote ${object}: only the last few thousand writes are kept`,
  );
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
  namespace: string,
  read: ApiTransport,
  facts: readonly Fact[],
): Promise<{ readonly uid: string }> {
  const [word = "", name = "", ...rest] = text.split("/");
  if (name === "" || rest.length > 0) throw new NotReadable(`"${text}" is no object; name one as deployment/web`);
  const info = infoOf(word.toLowerCase());
  if (info === undefined) throw new NotReadable(`there is no kind ${word}; \`kubectl api-resources\` lists them`);
  const root = info.group === "" ? `/api/${info.version}` : `/apis/${info.group}/${info.version}`;
  const scope = info.namespaced ? `/namespaces/${namespace}` : "";
  const response = await read({ method: "GET", path: `${root}${scope}/${info.resource}/${name}`, query: {} });
  if (response.kind === "object" && response.status === 200) return { uid: (response.body as KubeObject).metadata.uid };
  // What is gone has left its writes.
  const where = info.namespaced ? namespace : "";
  const last = facts.findLast((fact) => fact.kind === info.kind && fact.name === name && fact.namespace === where);
  if (last !== undefined) return { uid: last.uid };
  throw new NotReadable(
    `there is no ${info.singular} ${name}${info.namespaced ? ` in the namespace ${namespace}` : ""}`,
  );
}

function infoOf(word: string): ReturnType<typeof catalogue>[number] | undefined {
  return catalogue().find(
    ({ resource, singular, shortNames }) => resource === word || singular === word || shortNames.includes(word),
  );
}

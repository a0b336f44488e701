// Whether a lesson can be taught in this cluster: its nodes are what they are, and no lesson can make others there.

import type { ApiTransport } from "../../api/request.ts";
import type { KubeList } from "../../api/types.ts";
import { evaluate } from "../../tutor/checks/check.ts";
import { missingNodes } from "../../tutor/elsewhere.ts";
import type { Texts } from "../../tutor/language/english.ts";
import type { Lesson } from "../../tutor/lesson.ts";
import { UserError } from "../failure.ts";
import { LessonWorld } from "../lesson-world.ts";
import { chooseProfile } from "../profiles.ts";
import type { LearnerWorld } from "../world.ts";

/** Throws when the lesson asks for nodes that are not there. */
export async function judgeCluster(lesson: Lesson, world: LearnerWorld, context: string, texts: Texts): Promise<void> {
  const { outside: says } = texts;
  const nodes = await nodesOf(world.admin);
  // Who may not list nodes is not told about them by a lesson either, unless it asks.
  if (nodes !== undefined) {
    const { cluster } = lesson.setup ?? {};
    const story = chooseProfile(cluster === undefined ? {} : { cluster }).nodes.map(({ name }) => name);
    const missing = missingNodes(lesson, story, nodes);
    if (missing.length > 0) throw unfit(lesson, says.otherNodes(missing, context, nodes));
  }
  const bench = new LessonWorld(world);
  bench.texts = texts;
  for (const check of lesson.setup?.ready ?? []) {
    if (!("resource" in check) || check.resource.kind !== "Node") continue;
    const result = await evaluate(check, bench);
    if (!result.passed) throw unfit(lesson, says.wantsOtherNodes(context, result.why));
  }
}

function unfit({ id }: Lesson, why: string): UserError {
  return new UserError(({ outside }) => outside.doesNotFit(id, why));
}

async function nodesOf(api: ApiTransport): Promise<string[] | undefined> {
  const response = await api({ method: "GET", path: "/api/v1/nodes", query: {} });
  if (response.kind !== "object" || response.status !== 200) return undefined;
  return (response.body as KubeList).items.map(({ metadata }) => metadata.name);
}

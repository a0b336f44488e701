// A lesson in a cluster outside: in a namespace of its own, which is made for it, and removed at its end if the learner says so.
// Nothing is removed that the lesson did not make.

import { taughtElsewhere } from "../../tutor/elsewhere.ts";
import type { Texts } from "../../tutor/language/english.ts";
import type { Lesson } from "../../tutor/lesson.ts";
import { UserError } from "../failure.ts";
import type { LessonPlace } from "../lesson-place.ts";
import { hostPorts } from "../local-ports.ts";
import { LearnerWorld } from "../world.ts";
import { type ChosenContext, type ContextChoice, chooseContext } from "./chosen-context.ts";
import { agreeTo, isYes } from "./consent.ts";
import { Leftovers } from "./leftovers.ts";
import { judgeCluster } from "./lesson-fit.ts";
import { awaitRemoval, findNamespace, lessonLabel, makeNamespace, removeNamespace } from "./namespaces.ts";
import { openOutside } from "./outside-cluster.ts";

type Says = Texts["outside"];

export interface ElsewhereChoice extends ContextChoice {
  readonly yes?: boolean;
  readonly texts: Texts;
}

/** The lesson as it is taught there, and where; throws when it cannot be, or when nobody agrees. */
export async function lessonElsewhere(
  original: Lesson,
  choice: ElsewhereChoice,
): Promise<{ readonly lesson: Lesson; readonly place: LessonPlace }> {
  const { texts } = choice;
  const taught = taughtElsewhere(original, texts);
  if (taught.kind === "refused") throw new UserError(({ outside }) => outside.notTaught(original.id, taught.why));
  const { lesson } = taught;
  const context = chooseContext(choice);
  const namespace = namespaceOf(lesson);
  const intents = texts.outside.lessonIntents;
  await agreeTo({ context, namespace, intents, texts }, choice.yes === true);
  const where = { context: context.name, server: context.access.server, namespace };
  const notes = [texts.outside.youWorkIn(where), ...taught.notes];
  return { lesson, place: elsewhere({ lesson, context, namespace, notes, yes: choice.yes === true, texts }) };
}

interface Elsewhere {
  readonly lesson: Lesson;
  readonly context: ChosenContext;
  readonly namespace: string;
  readonly notes: readonly string[];
  readonly yes: boolean;
  readonly texts: Texts;
}

function elsewhere({ lesson, context, namespace, notes, yes, texts }: Elsewhere): LessonPlace {
  const { outside: says } = texts;
  const leftovers = new Leftovers(lesson.id, namespace);
  return {
    kind: "elsewhere",
    notes,
    setupApi: ({ admin }) => leftovers.marking(admin),
    open: async (choices, say) => {
      const world = new LearnerWorld(await openOutside(context, namespace), { ...choices, ports: hostPorts });
      try {
        await judgeCluster(lesson, world, context.name, texts);
        await leftovers.remove(world.admin);
        await leaveRoom(world, namespace, { lesson: lesson.id, say, says });
        leftovers.keep(await makeNamespace(world.admin, namespace, { [lessonLabel]: lesson.id }));
        return world;
      } catch (error) {
        world.close();
        throw error;
      }
    },
    leave: async (world, { say, lend }) => {
      const { names } = leftovers;
      if (names.length === 0) return;
      const isWanted = yes || (await lend(() => isYes(says.askRemove(names, context.name), texts)));
      say(isWanted ? await removal(leftovers, world, says) : says.itStays(names));
      const others = madeElsewhere(world, namespace, says);
      if (others.length > 0) say(says.madeElsewhere(namespace, others));
    },
  };
}

/** Removes what the lesson made, and tells how it went. */
async function removal(leftovers: Leftovers, { admin }: LearnerWorld, says: Says): Promise<string> {
  const { names } = leftovers;
  try {
    await leftovers.remove(admin);
    return says.removed(names);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return says.notRemoved(names, reason);
  }
}

/** Lower-case, as lesson ids are; a name has 63 characters at most. */
function namespaceOf({ id }: Lesson): string {
  return `k8s-tutor-${id}`.slice(0, 63).replace(/-+$/, "");
}

/** An earlier run's namespace goes; anybody else's is left alone. */
async function leaveRoom(
  { admin }: LearnerWorld,
  name: string,
  { lesson, say, says }: { readonly lesson: string; readonly say: (text: string) => void; readonly says: Says },
): Promise<void> {
  const found = await findNamespace(admin, name);
  if (found === undefined) return;
  if (found.metadata.labels?.[lessonLabel] !== lesson) {
    throw new UserError(({ outside }) => outside.namespaceTaken(name));
  }
  say(says.waitsForEarlier(name));
  await removeNamespace(admin, found);
  await awaitRemoval(admin, found);
}

/** What the learner's own commands made outside of the lesson's namespace: it is theirs. */
function madeElsewhere({ observer }: LearnerWorld, namespace: string, says: Says): string[] {
  const made = observer.audit.flatMap(({ verb, code, resource, subresource, namespace: where }) => {
    const isMade = verb === "create" && code < 300 && subresource === undefined && !resource.endsWith("reviews");
    if (!isMade || where === namespace) return [];
    return where === undefined ? resource : says.resourceIn(resource, where);
  });
  return [...new Set(made)];
}

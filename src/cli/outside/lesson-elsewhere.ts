// A lesson in a cluster outside: in a namespace of its own, which is made for it, and removed at its end if the learner says so.
// Nothing is removed that the lesson did not make.

import { taughtElsewhere } from "../../tutor/elsewhere.ts";
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

export interface ElsewhereChoice extends ContextChoice {
  readonly yes?: boolean;
}

/** The lesson as it is taught there, and where; throws when it cannot be, or when nobody agrees. */
export async function lessonElsewhere(
  original: Lesson,
  choice: ElsewhereChoice,
): Promise<{ readonly lesson: Lesson; readonly place: LessonPlace }> {
  const taught = taughtElsewhere(original);
  if (taught.kind === "refused")
    throw new UserError(`the lesson ${original.id} ${taught.why}; start it without --kubeconfig`);
  const { lesson } = taught;
  const context = chooseContext(choice);
  const namespace = namespaceOf(lesson);
  const intents = [
    "The lesson makes this namespace and works in it; what you type happens there. An earlier run's is removed first.",
    "At the end the tutor asks whether to remove it, and removes nothing that it did not make.",
  ];
  await agreeTo({ context, namespace, intents }, choice.yes === true);
  const notes = [
    `You work in the namespace \`${namespace}\` of ${context.name}, at ${context.access.server}. There is no \`undo\` there.`,
    ...taught.notes,
  ];
  return { lesson, place: elsewhere({ lesson, context, namespace, notes, yes: choice.yes === true }) };
}

interface Elsewhere {
  readonly lesson: Lesson;
  readonly context: ChosenContext;
  readonly namespace: string;
  readonly notes: readonly string[];
  readonly yes: boolean;
}

function elsewhere({ lesson, context, namespace, notes, yes }: Elsewhere): LessonPlace {
  const leftovers = new Leftovers(lesson.id, namespace);
  return {
    kind: "elsewhere",
    notes,
    setupApi: ({ admin }) => leftovers.marking(admin),
    open: async (choices, say) => {
      const world = new LearnerWorld(await openOutside(context, namespace), { ...choices, ports: hostPorts });
      try {
        await judgeCluster(lesson, world, context.name);
        await leftovers.remove(world.admin);
        await leaveRoom(world, namespace, { lesson: lesson.id, say });
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
      const what = `${names.join(" and ")}, which this lesson made in ${context.name}, with everything in it`;
      const isWanted = yes || (await lend(() => isYes(`Remove ${what}?`)));
      say(isWanted ? await removal(leftovers, world) : `It stays. \`kubectl delete ${names.join(" ")}\` removes it.`);
      const others = madeElsewhere(world, namespace);
      if (others.length > 0)
        say(`Your commands also made objects outside of \`${namespace}\`, which stay: ${others.join(", ")}.`);
    },
  };
}

/** Removes what the lesson made, and tells how it went. */
async function removal(leftovers: Leftovers, { admin }: LearnerWorld): Promise<string> {
  const { names } = leftovers;
  try {
    await leftovers.remove(admin);
    return `Removed: ${names.join(", ")}. The cluster takes a moment to clear it away.`;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `It could not be removed; \`kubectl delete ${names.join(" ")}\` does it later: ${reason}`;
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
  { lesson, say }: { readonly lesson: string; readonly say: (text: string) => void },
): Promise<void> {
  const found = await findNamespace(admin, name);
  if (found === undefined) return;
  if (found.metadata.labels?.[lessonLabel] !== lesson) {
    throw new UserError(
      `there is a namespace ${name} already, and this lesson did not make it; remove or rename it, or start the lesson without --kubeconfig`,
    );
  }
  say(`Waiting until the namespace \`${name}\` of an earlier run is gone …`);
  await removeNamespace(admin, found);
  await awaitRemoval(admin, found);
}

/** What the learner's own commands made outside of the lesson's namespace: it is theirs. */
function madeElsewhere({ observer }: LearnerWorld, namespace: string): string[] {
  const made = observer.audit.flatMap(({ verb, code, resource, subresource, namespace: where }) => {
    const isMade = verb === "create" && code < 300 && subresource === undefined && !resource.endsWith("reviews");
    if (!isMade || where === namespace) return [];
    return where === undefined ? resource : `${resource} in ${where}`;
  });
  return [...new Set(made)];
}

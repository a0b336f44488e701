// Where a lesson takes place: in the tutor's own cluster, or in one outside.

import type { ApiTransport } from "../api/request.ts";
import type { Lesson } from "../tutor/lesson.ts";
import type { Place } from "../tutor/state.ts";
import { bootStore } from "./boot-cache.ts";
import { realPorts, simulatedPorts } from "./local-ports.ts";
import { isApart } from "./places.ts";
import { chooseProfile } from "./profiles.ts";
import { schemaSource } from "./schema-source.ts";
import { type LaptopChoices, LearnerWorld } from "./world.ts";

export interface LessonPlace {
  readonly kind: Place;
  /** What the learner must know before the lesson begins. */
  readonly notes: readonly string[];
  /** By what the lesson sets up; the administrator's API when there is none of its own. */
  readonly setupApi?: (world: LearnerWorld) => ApiTransport;
  /** A fresh world for the lesson, without its setup. */
  open(choices: LaptopChoices, say: (text: string) => void): Promise<LearnerWorld>;
  /** The learner leaves: what is left behind is theirs to decide. */
  leave(world: LearnerWorld, voice: Voice): Promise<void>;
}

export interface Voice {
  say(text: string): void;
  /** Gives the terminal away while something is asked. */
  lend<T>(use: () => Promise<T>): Promise<T>;
}

/** Every lesson begins at the same instant of the cluster's time, so that a session can be played again from its inputs. */
const lessonStartMs = Date.parse("2026-01-05T09:00:00Z");
const lessonSeed = 1;

/** @param ports how port-forward opens ports. */
export function builtInPlace(
  { setup, seed = lessonSeed }: Lesson,
  // Lessons by somebody else open no ports of the host.
  ports: LaptopChoices["ports"] = isApart() ? simulatedPorts : realPorts,
): LessonPlace {
  return {
    kind: "here",
    notes: [],
    open: async (choices) =>
      LearnerWorld.boot({
        profile: chooseProfile(setup?.cluster === undefined ? {} : { cluster: setup.cluster }),
        seed,
        startMs: lessonStartMs,
        schema: schemaSource(),
        boots: bootStore(),
        ...choices,
        ports,
      }),
    leave: async () => undefined,
  };
}

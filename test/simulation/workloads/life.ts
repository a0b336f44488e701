// A random life of workloads, and its happy end: everything that was broken is mended, and the cluster comes to rest.

import { Cluster } from "../../../src/cluster/cluster.ts";
import { type ClusterProfile, parseProfile } from "../../../src/cluster/profile.ts";
import { Random } from "../../../src/sim/random.ts";
import { schema } from "../schema.ts";
import { act, NODES, type Wounds } from "./deeds.ts";
import { cure, mend } from "./heal.ts";
import { PATHS, Town } from "./town.ts";
import { troubled } from "./troubles.ts";
import { missing } from "./wanted.ts";
import { Witness } from "./witness.ts";

const startMs = Date.parse("2026-01-05T09:00:00Z");
/** By then everything has to be as it is wanted. */
const PATIENCE_MS = 20 * 60_000;
const LOOK_MS = 15_000;
/** Between two deeds: hardly any time, a rollout's, and now and then the time after which a lost node's pods are given up. */
const JUMPS = [0, 0, 30, 30, 30, 1000, 1000, 1000, 5000, 5000, 5000, 20_000, 20_000, 20_000, 70_000, 70_000, 400_000];
/** A cluster at rest writes nothing for so long. */
const REST_MS = 30_000;

let profile: ClusterProfile | undefined;

export interface Life {
  readonly town: Town;
  readonly cluster: Cluster;
  /** What was seen that cannot be, and what is not as it is wanted in the end. */
  readonly objections: readonly string[];
  readonly deeds: readonly string[];
}

export function live(seed: number, deedCount: number): Life {
  profile ??= parseProfile({
    addons: ["storage-provisioner"],
    nodes: NODES.map((name) => ({ name, controlPlane: false })),
    images: "cached",
  });
  const random = new Random(`workloads/${seed}`);
  const isCalm = random.below(4) === 0;
  const jumps = Array.from({ length: deedCount }, () => random.pick(JUMPS));
  const endMs = startMs + jumps.reduce((sum, jump) => sum + jump, 0);
  const rates = isCalm
    ? { conflicts: 0, refusals: 0, lostAnswers: 0 }
    : random.pick([
        { conflicts: 0, refusals: 0, lostAnswers: 0 },
        { conflicts: 20, refusals: 0, lostAnswers: 0 },
        { conflicts: 5, refusals: 5, lostAnswers: 0 },
        { conflicts: 5, refusals: 5, lostAnswers: 5 },
      ]);
  const cluster = Cluster.boot({
    profile,
    seed,
    startMs,
    schema,
    between: (handler, clock) => {
      const trouble = troubled(handler, clock, { seed: String(seed), untilMs: endMs, ...rates });
      // Before anybody looks there is no trouble: a cluster has to be built first.
      return (request) => (clock.now() < startMs ? handler(request) : trouble(request));
    },
  });
  const wounds: Wounds = { dark: new Set(), stopped: new Set() };
  const witness = new Witness(wounds);
  const town = new Town(cluster, (...change) => witness.see(...change));
  const deeds: string[] = [`${isCalm ? "calm" : ""} ${JSON.stringify(rates)}`];
  const say = (text: string) => deeds.push(`${new Date(town.now).toISOString().slice(11, 23)} ${text}`);
  jumps.forEach((jump, turn) => {
    say(act({ town, random, wounds, turn }, isCalm, () => witness.disturb(town.now)));
    town.advance(jump);
    witness.look(town);
  });
  say("mend");
  witness.disturb(town.now);
  mend(town, wounds);
  settle(town, witness, say);
  return { town, cluster, objections: witness.objections, deeds };
}

function settle(town: Town, witness: Witness, say: (text: string) => void): void {
  const untilMs = town.now + PATIENCE_MS;
  let wrong: readonly string[] = [];
  let restMs = 0;
  while (town.now < untilMs) {
    cure(town);
    const writes = town.writes;
    town.advance(LOOK_MS);
    witness.look(town);
    wrong = missing(town);
    restMs = wrong.length === 0 && writes === town.writes ? restMs + LOOK_MS : 0;
    if (restMs >= REST_MS) {
      say("at rest");
      return;
    }
  }
  witness.objections.push(...wrong, "the cluster does not come to rest", ...town.lastWrites.slice(-8));
}

/** Everything stored that people or controllers have made, as text. */
export function stateOf(cluster: Cluster): string {
  const user = { name: "somebody", groups: ["system:masters"] };
  const lists = [...Object.entries(PATHS), ["events", "/api/v1"], ["controllerrevisions", "/apis/apps/v1"]];
  return lists
    .map(([resource, root]) => cluster.handle({ method: "GET", path: `${root}/${resource}`, query: {}, user }))
    .map((answer) => JSON.stringify(answer.kind === "object" ? answer.body : answer.kind))
    .join("\n");
}

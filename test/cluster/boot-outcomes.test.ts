import { describe, expect, it } from "vitest";
import { schemaSource } from "../../src/cli/schema-source.ts";
import { BootOutcomes } from "../../src/cluster/boot-outcomes.ts";
import { Cluster } from "../../src/cluster/cluster.ts";
import type { ClusterOptions } from "../../src/cluster/options.ts";
import { cityProfile, profileOfNodes } from "../../src/cluster/profile.ts";

const startMs = Date.parse("2026-01-05T09:00:00Z");
const user = { name: "reader", groups: ["system:masters"] };
const schema = schemaSource();

function podsOf({ handle }: Cluster): string {
  return JSON.stringify(handle({ method: "GET", path: "/api/v1/pods", query: {}, user }));
}

describe("a cluster that is booted again", () => {
  it("is the same one, and another one with another seed or another profile", () => {
    const boot = (seed: number, profile = cityProfile()) => podsOf(Cluster.boot({ profile, seed, startMs, schema }));
    const first = boot(1);
    const other = boot(2);
    expect(other).not.toBe(first);
    expect(boot(1, profileOfNodes(["one"]))).not.toBe(first);
    expect(boot(1)).toBe(first);
    expect(boot(2)).toBe(other);
    const unkept = Cluster.boot({ profile: cityProfile(), seed: 1, startMs, schema, keepsJournal: false });
    expect(podsOf(unkept)).toBe(first);
  });
});

describe("what came of boots", () => {
  const options = { profile: cityProfile(), seed: 1, startMs, schema };
  const list = [{ method: "POST", path: "/api/v1/nodes", changes: [] }];

  it("is kept for the same options alone, and for the last eight", () => {
    const boots = new BootOutcomes();
    boots.keep(options, list);
    expect(boots.of({ ...options, profile: cityProfile() })).toEqual(list);
    for (const others of [{ seed: 2 }, { startMs: 0 }, { adminToken: "x" }, { schema: schemaSource() }])
      expect(boots.of({ ...options, ...others })).toEqual([]);
    for (let seed = 2; seed <= 8; seed++) boots.keep({ ...options, seed }, list);
    expect(boots.of(options)).toEqual(list);
    boots.keep({ ...options, seed: 9 }, list);
    expect(boots.of(options)).toEqual([]);
  });

  it("is not kept where a wire of one's own stands between, nor where nothing is to be copied", () => {
    const boots = new BootOutcomes();
    const closed: readonly ClusterOptions[] = [
      { ...options, between: (handler) => handler },
      { ...options, keepsJournal: false },
    ];
    for (const others of closed) {
      boots.keep(others, list);
      expect(boots.of(others)).toEqual([]);
    }
  });
});

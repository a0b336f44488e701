// A cluster for tests that is outside of the learner's world: its time goes with the wall's, and it is reached over a transport only.

import { hostPorts } from "../../../src/cli/local-ports.ts";
import type { ChosenContext } from "../../../src/cli/outside/chosen-context.ts";
import type { OpenTransport } from "../../../src/cli/outside/outside-backdrop.ts";
import { outsideBackdrop } from "../../../src/cli/outside/outside-backdrop.ts";
import { schemaSource } from "../../../src/cli/schema-source.ts";
import { LearnerWorld } from "../../../src/cli/world.ts";
import { Cluster } from "../../../src/cluster/cluster.ts";
import { cityProfile } from "../../../src/cluster/profile.ts";
import type { ClusterAccess } from "../../../src/kubectl/io.ts";
import { toYaml } from "../../../src/kubectl/yaml/dump.ts";
import { MemoryFiles } from "../../../src/shell/memory-files.ts";

export const server = "https://cluster.example:6443";

export class OutsideCluster {
  readonly cluster: Cluster;
  /** With which tokens it was asked, in order. */
  readonly tokens: string[] = [];
  isReachable = true;
  isSilent = false;
  private readonly ticking: NodeJS.Timeout;
  private readonly worlds: LearnerWorld[] = [];

  constructor() {
    const startMs = Date.now();
    this.cluster = Cluster.boot({ profile: cityProfile(), seed: 1, startMs, schema: schemaSource() });
    this.ticking = setInterval(() => this.cluster.clock.advanceTo(Date.now()), 5);
  }

  readonly open = (access: ClusterAccess): OpenTransport => ({
    request: async (request) => {
      if (!this.isReachable) throw new Error("nobody answers");
      if (this.isSilent) return new Promise(() => undefined);
      this.tokens.push(access.token ?? "");
      const user = this.cluster.authenticate(access);
      if (user === undefined) return this.cluster.unauthorized();
      this.cluster.clock.advanceTo(Date.now());
      return this.cluster.handle({ ...request, user });
    },
    close: () => undefined,
  });

  context(more: Partial<ChosenContext> = {}): ChosenContext {
    const access = { server, token: this.cluster.adminToken };
    return {
      name: "far-away",
      namespace: "default",
      user: "jane",
      access,
      kubeconfig: (namespace) =>
        toYaml({
          clusters: [{ cluster: { server }, name: "far" }],
          contexts: [{ context: { cluster: "far", user: "jane", namespace }, name: "far-away" }],
          "current-context": "far-away",
          users: [{ name: "jane", user: { token: access.token } }],
        }),
      ...more,
    };
  }

  /** A laptop in front of it. */
  world(namespace = "default"): LearnerWorld {
    const backdrop = outsideBackdrop({ context: this.context(), namespace, open: this.open });
    const files = new MemoryFiles({ now: () => Date.now() });
    const world = new LearnerWorld(backdrop, { files, ports: hostPorts, isTyped: false });
    this.worlds.push(world);
    return world;
  }

  close(): void {
    clearInterval(this.ticking);
    for (const world of this.worlds) world.close();
  }
}

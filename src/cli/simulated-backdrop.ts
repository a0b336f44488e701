// The cluster in this process: its clock is wound by the pacer, and it can be copied.

import { type ApiTransport, settled, type UserInfo } from "../api/request.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { ClusterAccess } from "../kubectl/io.ts";
import { type Backdrop, refused } from "./backdrop.ts";
import { kubeconfigText } from "./kubeconfig.ts";
import { Pacer } from "./pacer.ts";
import { WallTime } from "./wall-time.ts";

export const masterUser: UserInfo = { name: "k8s-tutor", groups: ["system:masters", "system:authenticated"] };

export function simulatedBackdrop(cluster: Cluster, namespace: string | undefined): Backdrop {
  const pace = new Pacer(cluster.clock);
  return {
    pace,
    clock: cluster.clock.spectator(),
    random: cluster.laptopRandom,
    network: cluster.laptopNetwork,
    kubeconfig: kubeconfigText({
      server: cluster.serverAddress,
      token: cluster.adminToken,
      ...(namespace === undefined ? {} : { namespace }),
    }),
    admin: (request) => settled(cluster.handle({ ...request, user: masterUser })),
    get changes() {
      return cluster.changes;
    },
    simulated: cluster,
    fork: () => simulatedBackdrop(cluster.fork(), namespace),
    connect: (access) => connectTo(cluster, access),
    liveTime: () => new WallTime(pace, () => cluster.clock.nextDue()),
    close: () => undefined,
  };
}

function connectTo(
  cluster: Cluster,
  access: ClusterAccess,
): { readonly transport: ApiTransport; readonly user: string } {
  const { server, impersonate } = access;
  if (server.replace(/\/$/, "") !== cluster.serverAddress) {
    return { transport: () => Promise.reject(refused(server)), user: "" };
  }
  const user = cluster.authenticate(access);
  if (user === undefined) return { transport: async () => cluster.unauthorized(), user: "" };
  const transport: ApiTransport = async (request) => {
    if (!cluster.isServing) throw refused(server);
    return settled(cluster.handle({ ...request, ...(impersonate === undefined ? {} : { impersonate }), user }));
  };
  return { transport, user: user.name };
}

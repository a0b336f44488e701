// A cluster that is not in this process, as the learner's world sees it: its API over a transport, the wall's time, the machine's network.
// Requests go to the one server that was agreed to, and to no other.

import { type ApiRequest, type ApiResponse, type ApiTransport, queryValue } from "../../api/request.ts";
import { pluginTransport } from "../../kubectl/credential-plugin.ts";
import { type ClusterAccess, CommandError, type KubectlIo } from "../../kubectl/io.ts";
import type { Clock } from "../../sim/clock.ts";
import { Random } from "../../sim/random.ts";
import { type Backdrop, refused } from "../backdrop.ts";
import type { ChosenContext } from "./chosen-context.ts";
import { type HostNetwork, hostNetwork, hostResolvConf } from "./host-network.ts";
import { WallClock } from "./wall-clock.ts";
import { WallPace } from "./wall-pace.ts";

/** An open way to a server. */
export interface OpenTransport {
  readonly request: ApiTransport;
  close(): unknown;
}

export interface OutsideOptions {
  readonly context: ChosenContext;
  /** The namespace of the learner's context. */
  readonly namespace: string;
  readonly open: (access: ClusterAccess) => OpenTransport;
  /** Runs the program that gives the credentials, where the context names one. */
  readonly runPlugin?: RunPlugin;
  readonly clock?: WallClock;
  readonly network?: HostNetwork;
}

export type RunPlugin = NonNullable<KubectlIo["runCredentialPlugin"]>;

type Request = Omit<ApiRequest, "user">;

/** A server that has not answered the tutor's own question after this long is taken not to answer. */
const patienceMs = 15_000;

export function outsideBackdrop(options: OutsideOptions): Backdrop {
  const { context, namespace, clock = new WallClock(), network = hostNetwork() } = options;
  const pace = new WallPace(clock);
  const ways = new Ways(options.open);
  const runPlugin = onlyPluginOf(context.access, options.runPlugin);
  const own = wayOfOwn(context.access, ways, { clock, runPlugin });
  let changes = 0;
  return {
    pace,
    clock,
    // Only what does not matter is left to chance on the laptop: $RANDOM, suffixes of names.
    random: new Random(Math.floor(Math.random() * 2 ** 31)),
    network,
    resolvConf: hostResolvConf,
    kubeconfig: context.kubeconfig(namespace),
    ...(runPlugin === undefined ? {} : { runCredentialPlugin: runPlugin }),
    admin: (request) => within(own(request), context.access.server),
    get changes() {
      return changes;
    },
    label: context.name,
    connect: (access, interrupted) => {
      const transport = wayFor(access, context.access.server, ways);
      return {
        transport: async (request) => {
          const response = await untilInterrupted(transport(withImpersonation(request, access)), interrupted);
          if (isChange(request, response)) changes++;
          return response;
        },
        user: access.username ?? context.user,
      };
    },
    liveTime: () => pace,
    close: () => {
      clock.stop();
      network.closeAll();
      ways.close();
    },
  };
}

/** The open ways, one for each set of credentials: a connection is kept for the next command. */
class Ways {
  private readonly opened = new Map<string, OpenTransport>();

  constructor(private readonly open: (access: ClusterAccess) => OpenTransport) {}

  to(access: ClusterAccess): ApiTransport {
    const { impersonate: _, credentialPlugin: __, ...plain } = access;
    const key = JSON.stringify(plain);
    const known = this.opened.get(key) ?? this.open(plain);
    this.opened.set(key, known);
    return known.request;
  }

  close(): void {
    for (const way of this.opened.values()) way.close();
    this.opened.clear();
  }
}

function wayFor(access: ClusterAccess, agreed: string, ways: Ways): ApiTransport {
  const server = access.server.replace(/\/$/, "");
  if (server === agreed.replace(/\/$/, "")) return ways.to(access);
  // What kubectl tries when its kubeconfig is gone or empty.
  if (server === "http://localhost:8080") return () => Promise.reject(refused(server));
  return () => Promise.reject(new Error(`k8s-tutor goes to ${agreed}, which you agreed to, and not to ${server}`));
}

/** The context's own way: what lessons look through. */
function wayOfOwn(
  access: ClusterAccess,
  ways: Ways,
  { clock, runPlugin }: { readonly clock: Clock; readonly runPlugin: RunPlugin | undefined },
): ApiTransport {
  const { credentialPlugin, impersonate } = access;
  const way =
    credentialPlugin === undefined || runPlugin === undefined
      ? ways.to(access)
      : pluginTransport(
          {
            stdin: { isTerminal: false, read: async () => undefined },
            now: () => clock.now(),
            connect: (known) => ways.to(known),
          },
          access,
          credentialPlugin,
          runPlugin,
        );
  return (request) => way(impersonate === undefined ? request : { ...request, impersonate });
}

/** The laptop runs no program of the machine but the one that the agreed context names; and that one does not take the prompt. */
function onlyPluginOf({ credentialPlugin: agreed }: ClusterAccess, run: RunPlugin | undefined): RunPlugin | undefined {
  if (agreed === undefined || run === undefined) return undefined;
  return async (asked) => {
    const isAgreed = asked.command === agreed.command && asked.args.join("\0") === agreed.args.join("\0");
    const reason = "k8s-tutor runs only the program of the context you agreed to";
    if (!isAgreed) return { kind: "not started", reason, path: asked.command };
    const { KUBERNETES_EXEC_INFO = "" } = asked.env;
    return run({ ...agreed, env: { ...agreed.env, KUBERNETES_EXEC_INFO }, interactive: false });
  };
}

function withImpersonation(request: Request, { impersonate }: ClusterAccess): Request {
  return impersonate === undefined ? request : { ...request, impersonate };
}

/** Whether it may have changed the cluster. Reviews ("may I?") are created, but nothing comes of them. */
function isChange({ method, path, query }: Request, { status }: ApiResponse): boolean {
  if (method === "GET") return /\/(exec|attach)$/.test(path) && status < 400;
  return status < 400 && queryValue(query, "dryRun") === undefined && !/\/[a-z]+reviews$/.test(path);
}

/** What is asked after Ctrl-C is kubectl tidying up, and is waited for. */
function untilInterrupted(answer: Promise<ApiResponse>, interrupted: AbortSignal | undefined): Promise<ApiResponse> {
  if (interrupted === undefined || interrupted.aborted) return answer;
  return new Promise((resolve, reject) => {
    const stop = () => reject(new CommandError("", 130));
    interrupted.addEventListener("abort", stop, { once: true });
    answer.then(resolve, reject).finally(() => interrupted.removeEventListener("abort", stop));
  });
}

async function within(answer: Promise<ApiResponse>, server: string): Promise<ApiResponse> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${server} has not answered for ${patienceMs / 1000} seconds`)),
      patienceMs,
    );
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

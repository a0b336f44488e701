// `trace http://…`: one request, really sent, and explained with the objects on its way.
// The journey (who asked what, and how far it came) is the sender's; surroundings.ts reads the objects, explain.ts puts the two together.

import type { ApiTransport } from "../../api/request.ts";
import type { Says } from "../language/english.ts";
import { NotReadable } from "../reading.ts";
import { explain } from "./explain.ts";
import type { RequestTrace } from "./hop.ts";
import type { Journey, Origin, Target } from "./journey.ts";
import { isReady, readSurroundings, type Surroundings } from "./surroundings.ts";

export { renderRequest } from "./render.ts";

export interface RequestChoices {
  readonly url: string;
  /** `laptop`, `POD` or `NAMESPACE/POD`; a pod of the namespace when not given. */
  readonly from?: string;
  readonly namespace: string;
  /** In the language of who asks. */
  readonly says: Says["request"];
  readonly read: ApiTransport;
  /** Undefined when there is no such place to send from. */
  readonly travel: (from: Origin, target: Target) => Promise<Journey | undefined>;
}

export async function traceRequest(choices: RequestChoices): Promise<RequestTrace> {
  const { url, namespace, read, travel, says } = choices;
  const target = parseTarget(url, says);
  const before = await readSurroundings(read, namespace, says);
  const origin = originOf(choices, target, before);
  const journey = await travel(origin, target);
  if (journey === undefined) throw new NotReadable(says.nothingSent(nameOf(origin)));
  return explain(url, journey, await readSurroundings(read, namespace, says));
}

function nameOf(origin: Origin): string {
  return origin.kind === "pod" ? origin.name : "laptop";
}

export function parseTarget(url: string, says: Says["request"]): Target {
  const match = /^([a-z]+):\/\/([^/:?#]+)(?::(\d+))?([/?][^#]*)?(?:#.*)?$/i.exec(url);
  const [, scheme = "", host = "", port, rest = "/"] = match ?? [];
  if (match === null) throw new NotReadable(says.noUrl(url));
  if (scheme.toLowerCase() !== "http") throw new NotReadable(says.noScheme(scheme));
  const number = port === undefined ? 80 : Number(port);
  if (number < 1 || number > 65_535) throw new NotReadable(says.noSuchPort(number));
  return { host, port: number, path: rest.startsWith("/") ? rest : `/${rest}` };
}

function originOf({ from, namespace }: RequestChoices, { host }: Target, around: Surroundings): Origin {
  if (from === "laptop") return { kind: "laptop" };
  if (from === undefined) return likelyClient(host, namespace, around);
  const [where, name] =
    from.includes("/") && !/^pods?\//.test(from) ? from.split("/") : [namespace, from.replace(/^pods?\//, "")];
  const pod = around.pods.find(({ metadata }) => metadata.namespace === where && metadata.name === name);
  if (pod === undefined) throw new NotReadable(around.says.noPodFrom(name, where));
  return { kind: "pod", namespace: where ?? "", name: pod.metadata.name };
}

// Whoever asks for a Service's name is a pod as a rule; one that is not behind that Service, if there is one.
function likelyClient(host: string, namespace: string, around: Surroundings): Origin {
  const isOutside = around.nodes.some(
    ({ status }) => status.addresses?.some(({ address }) => address === host) === true,
  );
  const isExternal = around.services.some(
    ({ status }) => status?.loadBalancer?.ingress?.some(({ ip }) => ip === host) === true,
  );
  if (isOutside || isExternal || host === "localhost") return { kind: "laptop" };
  const running = around.pods.filter(
    ({ metadata, status }) =>
      metadata.namespace === namespace && status?.phase === "Running" && status.podIP !== undefined,
  );
  const [service = ""] = host.split(".");
  const behind = new Set(
    around.slices
      .filter(({ metadata }) => metadata.labels?.["kubernetes.io/service-name"] === service)
      .flatMap(({ endpoints }) => (endpoints ?? []).flatMap(({ targetRef }) => targetRef?.name ?? [])),
  );
  const best =
    running.find((pod) => isReady(pod) && !behind.has(pod.metadata.name)) ?? running.find(isReady) ?? running[0];
  return best === undefined ? { kind: "laptop" } : { kind: "pod", namespace, name: best.metadata.name };
}

// The check `http`: does a request get through? Either the checker sends one itself on a copy of the cluster (`probe`), or the learner's
// own requests are looked up in the network's log (`seen`).

import {
  byForm,
  type Fields,
  integer,
  list,
  mapped,
  object,
  oneOf,
  optional,
  required,
  type Shape,
  text,
  word,
} from "../format/shape.ts";
import { duration, regularExpression, since } from "../format/values.ts";
import type { Texts } from "../language/english.ts";
import { findObjects } from "../objects.ts";
import { type NetworkEntry, type NetworkOrigin, type NetworkOutcome, textsOf, type World } from "../world.ts";
import { type Amount, amountShape, isWithin, type Target, targetShape } from "./resource.ts";
import { type CheckResult, failed, PASSED } from "./result.ts";
import { startOf } from "./since.ts";

interface Expectation {
  readonly status?: number;
  readonly body?: RegExp;
  readonly error?: readonly ("refused" | "timeout" | "nxdomain" | "reset")[];
}

export interface HttpSpec {
  readonly mode: "probe" | "seen";
  readonly from?: string;
  /** Of the pod in `from`. */
  readonly namespace?: string;
  /** `pod/web`, `service/web` or `localhost`; with a port: `service/web:8080`. */
  readonly to?: string;
  readonly url?: string;
  /** The Service or Ingress whose external address the host of `url` stands for. */
  readonly at?: Target;
  readonly host?: string;
  readonly path?: RegExp;
  readonly times?: Amount;
  readonly since?: "step" | "lesson";
  readonly timeout?: number;
  readonly expect?: Expectation;
}

export interface HttpCheck {
  readonly http: HttpSpec;
}

const PLACE = /^((pod|service)\/[a-z0-9.-]+|localhost)(:\d+)?$/;
export const ORIGIN = /^(laptop|pod\/[a-z0-9.-]+(\/[a-z0-9-]+)?)$/;

function specShape(): Shape<HttpSpec> {
  const failure = oneOf("refused", "timeout", "nxdomain", "reset");
  return object<HttpSpec>({
    mode: required(oneOf("probe", "seen"), "`probe`: the checker asks; `seen`: the learner has asked"),
    from: optional(
      word(ORIGIN, "`laptop`, `pod/NAME` or `pod/NAME/CONTAINER`"),
      "where the request starts; any place when absent; a container counts for `seen` only",
    ),
    namespace: optional(text(), "of the Pod in `from`; the learner's own when absent"),
    to: optional(
      word(PLACE, "`pod/NAME`, `service/NAME` or `localhost`, with `:PORT` if not 80"),
      "whom it reaches; `localhost`: whoever listens where the request starts",
    ),
    url: optional(text(), "probe only: the address, as in `http://shop/ready.html`"),
    at: optional(
      targetShape(),
      "probe only: the Service or Ingress at whose external address the host of `url` is asked, as no name server knows it",
    ),
    host: optional(text(), "seen only: the site that was asked for, as the Host header has it"),
    path: optional(regularExpression(), "seen only: a regular expression for the whole path"),
    times: optional(amountShape(), "seen only: how many such requests; at least one when absent"),
    since: optional(since(), "seen only: `step` (usual) or `lesson`"),
    timeout: optional(duration(), "probe only: 5s when absent"),
    expect: optional(
      object<Expectation>({
        status: optional(integer(), "the HTTP status"),
        body: optional(regularExpression(), "a regular expression that the body contains"),
        error: optional(
          byForm({ scalar: mapped(failure, (one) => [one]), list: list(failure) }),
          "how the request fails",
        ),
      }),
      "what comes back; status 200 when absent",
    ),
  });
}

export const httpFields = (): Fields<HttpCheck> => ({ http: required(specShape(), "a request over the network") });

export async function checkHttp({ http }: HttpCheck, world: World): Promise<CheckResult> {
  return http.mode === "seen" ? checkSeen(http, world) : checkProbe(http, world);
}

function checkSeen(http: HttpSpec, world: World): CheckResult {
  const attempts = world
    .networkLog(startOf(http.since, world))
    .filter((entry) => isMeant(entry, http, world.namespace));
  const good = attempts.filter(({ outcome }) => isExpected(outcome, http.expect));
  if (isWithin(good.length, http.times ?? { min: 1 })) return PASSED;
  const wanted = http.times?.min ?? http.times?.eq ?? 1;
  const last = attempts.at(-1);
  const { checks } = textsOf(world);
  const road = { from: placeText(http.from, checks), to: http.to ?? http.url ?? http.host };
  if (last === undefined) return failed(checks.noRequest(road));
  if (good.length > 0) return failed(checks.fewRequests(good.length, wanted, road));
  return failed(checks.lastRequest(road, outcomeText(last.outcome, checks), expectText(http.expect, checks)));
}

function isMeant(entry: NetworkEntry, http: HttpSpec, namespace: string): boolean {
  if (http.from !== undefined && !isSameOrigin(entry.from, originOf(http.from, http.namespace ?? namespace)))
    return false;
  if (http.host !== undefined && entry.site !== http.host) return false;
  if (http.path !== undefined && !new RegExp(`^(?:${http.path.source})$`, "i").test(entry.path)) return false;
  if (http.to === undefined) return true;
  const { kind, name, port } = placeOf(http.to);
  if (port !== undefined && kind !== "pod" && entry.port !== Number(port)) return false;
  if (kind === "localhost") return LOOPBACK.test(entry.host);
  if (kind === "pod") return entry.answeredBy?.name === name;
  return entry.service?.name === name || entry.host === name || entry.host.startsWith(`${name}.`);
}

const LOOPBACK = /^(localhost|127\.[\d.]+|::1)$/;

interface Place {
  readonly kind: "pod" | "service" | "localhost";
  readonly name: string;
  readonly port?: string;
}

function placeOf(to: string): Place {
  const [place = "", port] = to.split(":");
  const [kind, name = ""] = place.split("/");
  return {
    kind: kind === "pod" || kind === "service" ? kind : "localhost",
    name,
    ...(port !== undefined && { port }),
  };
}

async function checkProbe(http: HttpSpec, world: World): Promise<CheckResult> {
  const { checks } = textsOf(world);
  const url = http.url ?? (http.to === undefined ? undefined : await urlOf(http.to, world));
  if (url === undefined) return failed(checks.noAddress(http.to ?? ""));
  const address = http.at === undefined ? undefined : await externalAddress(http.at, world);
  if (http.at !== undefined && address === undefined)
    return failed(checks.noExternalAddress(`${http.at.kind} ${http.at.name ?? ""}`));
  const bench = world.spare ?? (await world.fork());
  const outcome = await bench.http({
    from: originOf(http.from ?? "laptop", http.namespace ?? world.namespace),
    url,
    ...(address !== undefined && { address }),
    timeoutMs: http.timeout ?? 5000,
  });
  if (isExpected(outcome, http.expect)) return PASSED;
  const road = { from: placeText(http.from, checks), to: url };
  return failed(checks.probe(road, outcomeText(outcome, checks), expectText(http.expect, checks)));
}

async function urlOf(to: string, world: World): Promise<string | undefined> {
  const { kind, name, port } = placeOf(to);
  if (kind === "localhost") return `http://${to}/`;
  const [found] = await findObjects(world.read, { kind: kind === "pod" ? "Pod" : "Service", name }, world.namespace);
  const { status, spec } = (found ?? {}) as { status?: { podIP?: string }; spec?: { clusterIP?: string } };
  const address = kind === "pod" ? status?.podIP : spec?.clusterIP;
  return address === undefined ? undefined : `http://${address}${port === undefined ? "" : `:${port}`}/`;
}

async function externalAddress(target: Target, world: World): Promise<string | undefined> {
  const [found] = await findObjects(world.read, target, world.namespace);
  const { status } = (found ?? {}) as { status?: { loadBalancer?: { ingress?: readonly { ip?: string }[] } } };
  return status?.loadBalancer?.ingress?.[0]?.ip;
}

export function originOf(from: string, namespace: string): NetworkOrigin {
  if (from === "laptop") return "laptop";
  const [, name = "", container] = from.split("/");
  return { namespace, name, ...(container !== undefined && { container }) };
}

export function isSameOrigin(found: NetworkOrigin, wanted: NetworkOrigin): boolean {
  if (typeof found === "string" || typeof wanted === "string") return found === wanted;
  if (wanted.container !== undefined && found.container !== wanted.container) return false;
  return found.name === wanted.name && found.namespace === wanted.namespace;
}

function isExpected(outcome: NetworkOutcome, expect: Expectation = { status: 200 }): boolean {
  if ("error" in outcome) return expect.error?.includes(outcome.error) ?? false;
  if (expect.error !== undefined) return false;
  return outcome.status === (expect.status ?? 200) && (expect.body?.test(outcome.body) ?? true);
}

function outcomeText(outcome: NetworkOutcome, checks: Texts["checks"]): string {
  if ("error" in outcome) return checks.outcomes[outcome.error];
  const heading = /<title>([^<]*)/.exec(outcome.body)?.[1] ?? outcome.body.trim();
  const body = heading.split(/[\r\n]/)[0]?.slice(0, 40) ?? "";
  return body === "" ? checks.status(outcome.status) : checks.statusAndPage(outcome.status, body);
}

function expectText({ error, body, status = 200 }: Expectation = {}, checks: Texts["checks"]): string {
  if (error !== undefined) return checks.either(error);
  return body === undefined ? checks.status(status) : checks.statusAndPageWith(status, body.source);
}

/** Where a request starts, as it is called in sentences. */
export function placeText(from: string | undefined, checks: Texts["checks"]): string | undefined {
  return from === "laptop" ? checks.laptop : from;
}

// Near misses: what the engine itself says to an attempt that came close, computed from the cluster as it is. Authors' rules come first.

import { type Check, evaluate, withInner } from "../checks/check.ts";
import type { World } from "../world.ts";
import { rightsMiss } from "./access.ts";
import { changedOtherwise } from "./changes.ts";
import { findService, openLink } from "./endpoints.ts";
import { fileMiss } from "./file.ts";
import { elsewhere, type Finding, firstOf } from "./finding.ts";
import { askedElsewhere, lookedElsewhere, otherEvent } from "./looked.ts";
import { askedForOther } from "./names-asked.ts";
import { stillSo } from "./negated.ts";
import { blockedRequest, destinationOf } from "./request.ts";
import { requestedOther } from "./requested.ts";
import { absenceOf, resourceMiss } from "./resource.ts";
import { type Scene, sceneOf } from "./scene.ts";
import { failsThen } from "./trial.ts";

/** The cluster as near misses of a step's checks look at it. */
export function sceneFor(checks: readonly Check[], world: World): Scene {
  // Nothing here is worth a copy of the cluster.
  const asItIs = Object.create(world, { looksAhead: { value: false } }) as World;
  return sceneOf(asItIs, new Set(checks.flatMap(withInner).flatMap(namesIn)));
}

function namesIn(check: Check): readonly string[] {
  if ("resource" in check && check.exists !== false) return [`${check.resource.kind}/${check.resource.name}`];
  if ("endpoints" in check) return [`Service/${check.endpoints.service}`];
  const to = "http" in check ? destinationOf(check.http) : undefined;
  return to === undefined ? [] : [`${to.kind === "pod" ? "Pod" : "Service"}/${to.name}`];
}

/** How close a check that does not hold came. Where the author says what is missing, only slips are told: how things are doing is
 * then the author's to tell, who may want it to be found out. */
export async function nearMissOf(check: Check, scene: Scene): Promise<Finding | undefined> {
  const finding = await missOf(check, scene);
  const isAuthors = check.missing !== undefined && (finding?.kind === "state" || finding?.kind === "progress");
  return isAuthors ? undefined : finding;
}

async function missOf(check: Check, scene: Scene): Promise<Finding | undefined> {
  if ("resource" in check) return resourceMiss(check, scene);
  if ("endpoints" in check) {
    const { service, namespace } = check.endpoints;
    return serviceMiss(service, namespace, scene);
  }
  if ("http" in check) return requestMiss(check.http, scene);
  if ("access" in check) return accessMiss(check.access, scene);
  if ("observed" in check) return lookedElsewhere(check.observed, scene);
  if ("event" in check) return (await involvedMiss(check.event, scene)) ?? otherEvent(check.event, scene);
  if ("file" in check) return fileMiss(check.file, scene);
  if ("audit" in check) return requestedOther(check.audit, scene);
  if ("changed" in check) return changedOtherwise(check.changed, scene);
  if ("dns" in check) return askedForOther(check.dns, scene);
  if ("not" in check) return stillSo(check.not, scene);
  if ("whatIf" in check) return trialMiss(check.whatIf, scene);
  if ("all" in check) return missInAll(check.all, scene);
  if ("any" in check && Array.isArray(check.any)) return firstOfChecks(check.any as readonly Check[], scene);
  return undefined;
}

async function serviceMiss(name: string, namespace: string | undefined, scene: Scene): Promise<Finding | undefined> {
  const service = await findService(name, namespace, scene);
  if (service !== undefined) return openLink(service, scene);
  return absenceOf({ kind: "Service", name, ...(namespace !== undefined && { namespace }) }, scene);
}

type Http = Extract<Check, { readonly http: unknown }>["http"];

async function requestMiss(http: Http, scene: Scene): Promise<Finding | undefined> {
  const to = destinationOf(http);
  const target = to && { kind: to.kind === "pod" ? "Pod" : "Service", name: to.name };
  const query = target && { ...target, ...(to.namespace !== undefined && { namespace: to.namespace }) };
  const isThere =
    query === undefined ||
    (await scene.living(query.kind, query.namespace ?? scene.world.namespace)).some(
      ({ metadata }) => metadata.name === query.name,
    );
  if (!isThere) return absenceOf(query, scene);
  if (http.mode === "probe") return blockedRequest(http, scene);
  const miss = askedElsewhere(http, scene);
  if (miss !== undefined) return miss;
  const hasAsked = scene.world.networkLog(scene.world.attemptStart ?? scene.world.stepStart.at).length > 0;
  const blocked = hasAsked ? await blockedRequest(http, scene) : undefined;
  // It is their own request that did not get through: they have just seen it.
  return blocked && elsewhere(blocked.id, blocked.say);
}

type Access = Extract<Check, { readonly access: unknown }>["access"];

async function accessMiss(access: Access, scene: Scene): Promise<Finding | undefined> {
  const [name, namespace = scene.world.namespace] = (access.serviceAccount ?? "").split("/").toReversed();
  if (name === undefined || name === "") return rightsMiss(access, scene);
  const isThere = (await scene.living("ServiceAccount", namespace)).some(({ metadata }) => metadata.name === name);
  const absence = isThere ? undefined : await absenceOf({ kind: "ServiceAccount", name, namespace }, scene);
  return absence ?? rightsMiss(access, scene);
}

type Event = Extract<Check, { readonly event: unknown }>["event"];

async function involvedMiss({ involved }: Event, scene: Scene): Promise<Finding | undefined> {
  if (involved === undefined) return undefined;
  const objects = await scene.living(involved.kind, scene.world.namespace);
  return objects.some(({ metadata }) => metadata.name === involved.name) ? undefined : absenceOf(involved, scene);
}

type Trial = Extract<Check, { readonly whatIf: unknown }>["whatIf"];

/** What does not hold as it is will not hold afterwards, either. */
async function trialMiss({ do: deeds, then }: Trial, scene: Scene): Promise<Finding | undefined> {
  for (const check of then.filter((one) => !isCostly(one))) {
    const finding = (await evaluate(check, scene.world)).passed ? undefined : await nearMissOf(check, scene);
    if (finding !== undefined) return finding;
  }
  return failsThen(deeds, then, scene);
}

/** The first of those that do not hold. What only a copy of the cluster can tell is looked at when all else holds. */
async function missInAll(checks: readonly Check[], scene: Scene): Promise<Finding | undefined> {
  const open: Check[] = [];
  for (const check of checks.filter((one) => !isCostly(one)))
    if (!(await evaluate(check, scene.world)).passed) open.push(check);
  return firstOfChecks(open.length > 0 ? open : checks.filter(isCostly), scene);
}

function isCostly(check: Check): boolean {
  return withInner(check).some(
    (one) => one.for !== undefined || "whatIf" in one || ("http" in one && one.http.mode === "probe"),
  );
}

function firstOfChecks(checks: readonly Check[], scene: Scene): Promise<Finding | undefined> {
  return firstOf(
    checks.map((check) => (at: Scene) => nearMissOf(check, at)),
    scene,
  );
}

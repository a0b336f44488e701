// What should not be so is so: which object it still is, by which rule somebody still may, or that it has happened and counts.

import type { Check } from "../checks/check.ts";
import { judgeObjects, objectsOf, type ResourceCheck } from "../checks/resource.ts";
import { goingSentence } from "./absent-gone.ts";
import { rightsMiss } from "./access.ts";
import { findService, podsBehind } from "./endpoints.ts";
import { type Finding, progress, trouble } from "./finding.ts";
import { blockedRequest } from "./request.ts";
import { absenceOf } from "./resource.ts";
import { describing, nameOf, type Scene } from "./scene.ts";

/** @param check what holds, and should not. */
export async function stillSo(check: Check, scene: Scene): Promise<Finding | undefined> {
  if ("resource" in check) return objectStillSo(check, scene);
  if ("endpoints" in check) return serviceStillLeads(check.endpoints, scene);
  if ("access" in check) return rightsMiss({ ...check.access, allowed: check.access.allowed === false }, scene);
  if ("http" in check && check.http.mode === "probe")
    return blockedRequest({ ...check.http, expect: { error: ["timeout"] } }, scene);
  return happened(check);
}

async function objectStillSo(check: ResourceCheck, scene: Scene): Promise<Finding | undefined> {
  // It should be there.
  if (check.exists === false) return absenceOf(check.resource, scene);
  if (check.count !== undefined) return undefined;
  const found = judgeObjects(await objectsOf(check, scene.world), check, scene.world);
  const object = found.find(({ objection }) => objection === undefined)?.object;
  if (object === undefined) return undefined;
  const { kind, metadata } = object;
  if (metadata.deletionTimestamp !== undefined)
    return progress(`terminating ${kind}/${metadata.name}`, goingSentence(kind, metadata));
  return trouble(`still ${kind}/${metadata.name}`, (says) => says.stillSo(nameOf(object), describing(object)));
}

type Endpoints = Extract<Check, { readonly endpoints: unknown }>["endpoints"];

async function serviceStillLeads({ service: name, namespace }: Endpoints, scene: Scene): Promise<Finding | undefined> {
  const service = await findService(name, namespace, scene);
  const pods = service === undefined ? [] : await podsBehind(service, scene);
  if (service === undefined || pods.length === 0) return undefined;
  return trouble(`leads ${name}`, (says) => says.stillLeads(nameOf(service), pods.map(nameOf)));
}

/** What was done is not undone by doing more. (A look is: nobody takes that back.) */
function happened(check: Check): Finding | undefined {
  const isDeed =
    "changed" in check ||
    ("http" in check && check.http.mode === "seen") ||
    ("audit" in check && check.audit.verb?.some((verb) => !["get", "list", "watch"].includes(verb)) === true);
  return isDeed ? trouble("happened", (says) => says.happened) : undefined;
}

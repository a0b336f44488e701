// Stands for MutatingAdmissionWebhook and ValidatingAdmissionWebhook: others are asked about a request before it is done.
// Simplified: no program here answers such questions, so every webhook fails as one that nobody answers; failurePolicy decides.

import { ApiError, internalError } from "../../../../api/status.ts";
import type { AnyObject, KubeObject, Service } from "../../../../api/types.ts";
import { stored } from "../../core.ts";
import type { AdmissionPlugin, Attributes } from "../plugin.ts";
import { admissionNames, compile } from "./environment.ts";
import { failedConditions } from "./evaluate-policy.ts";
import { isExempt, matchesRule, matchesSelectors, type Rule, type Selectors } from "./matching.ts";
import type { Named } from "./policy-types.ts";
import { requestValues } from "./request-values.ts";

interface Webhook extends Selectors {
  readonly name: string;
  readonly rules?: readonly Rule[];
  readonly failurePolicy?: string;
  readonly timeoutSeconds?: number;
  readonly matchConditions?: readonly Named[];
  readonly clientConfig: {
    readonly url?: string;
    readonly service?: {
      readonly name: string;
      readonly namespace: string;
      readonly path?: string;
      readonly port?: number;
    };
  };
}

interface Configuration extends KubeObject {
  readonly webhooks?: readonly Webhook[];
}

export const mutatingWebhooks: AdmissionPlugin = {
  name: "MutatingAdmissionWebhook",
  mutate: callMutatingWebhooks,
};

export function callMutatingWebhooks(attributes: Attributes): void {
  callAll("mutatingwebhookconfigurations", attributes);
}

export const validatingWebhooks: AdmissionPlugin = {
  name: "ValidatingAdmissionWebhook",
  validate: (attributes) => callAll("validatingwebhookconfigurations", attributes),
};

function callAll(resource: string, attributes: Attributes): void {
  const configurations: readonly AnyObject[] = stored(attributes.core, `${resource}.admissionregistration.k8s.io`);
  if (configurations.length === 0 || isExempt(attributes)) return;
  for (const { webhooks = [] } of configurations as readonly unknown[] as readonly Configuration[]) {
    for (const webhook of webhooks) if (isAbout(webhook, attributes)) call(webhook, attributes);
  }
}

function isAbout(webhook: Webhook, attributes: Attributes): boolean {
  const isExact = webhook.matchPolicy === "Exact";
  if (!(webhook.rules ?? []).some((rule) => matchesRule(rule, attributes, isExact))) return false;
  if (!matchesSelectors(webhook, attributes)) return false;
  const { matchConditions = [] } = webhook;
  if (matchConditions.length === 0) return true;
  const names = admissionNames(false);
  const conditions = matchConditions.map(({ name, expression }) => ({
    name,
    source: expression,
    compiled: compile(expression, names, "bool"),
  }));
  const { passes } = failedConditions(
    { conditions, variables: [], validations: [] },
    requestValues(attributes, undefined),
  );
  return passes;
}

function call(webhook: Webhook, attributes: Attributes): void {
  if (webhook.failurePolicy === "Ignore") return;
  const { url, why } = destination(webhook, attributes);
  const asked = `${url}?timeout=${webhook.timeoutSeconds ?? 10}s`;
  throw new ApiError(
    internalError(
      `failed calling webhook ${JSON.stringify(webhook.name)}: failed to call webhook: Post ${JSON.stringify(asked)}: ${why}`,
    ),
  );
}

/** Where the question goes, and why no answer comes. */
function destination({ clientConfig }: Webhook, attributes: Attributes): { url: string; why: string } {
  const { url = "", service } = clientConfig;
  if (service === undefined) return { url, why: unreachable(new URL(url)) };
  const { name, namespace, path = "", port = 443 } = service;
  const found = attributes.core.resources.named("services");
  const target = found && (attributes.core.storage.find(found, namespace, name) as unknown as Service | undefined);
  return {
    url: `https://${name}.${namespace}.svc:${port}${path}`,
    why: target === undefined ? `service ${JSON.stringify(name)} not found` : refusal(target, name, port),
  };
}

function refusal({ spec }: Service, name: string, port: number): string {
  if (!(spec.ports ?? []).some((each) => each.port === port))
    return `no service port ${port} found for service ${JSON.stringify(name)}`;
  return `dial tcp ${spec.clusterIP}:${port}: connect: connection refused`;
}

function unreachable({ hostname, port }: URL): string {
  const isAddress = /^[\d.]+$/.test(hostname);
  return isAddress
    ? `dial tcp ${hostname}:${port || 443}: connect: connection refused`
    : `dial tcp: lookup ${hostname}: no such host`;
}

// MutatingWebhookConfigurations and ValidatingWebhookConfigurations: whom the API server asks before it does something.

import { catalogued } from "../../../../api/catalogue.ts";
import { dns1123LabelErrors, dns1123SubdomainErrors } from "../../../../api/names.ts";
import type { KubeObject, LabelSelector } from "../../../../api/types.ts";
import { AGE, NAME } from "../columns.ts";
import { duplicate, invalid, invalidEach, notSupported, required } from "../field-error.ts";
import { defineKind, type FieldError, type KindDefinition } from "../kind.ts";
import { validateLabelSelector } from "../labels.ts";
import { portNumberErrors } from "../names.ts";
import {
  applyRuleDefaults,
  conditionErrors,
  FAILURE_POLICIES,
  MATCH_POLICIES,
  type RuleDraft,
  validateRule,
} from "./rules.ts";

interface Webhook {
  name?: string;
  clientConfig?: {
    url?: string;
    service?: { name?: string; namespace?: string; path?: string; port?: number };
  };
  rules?: RuleDraft[];
  failurePolicy?: string;
  matchPolicy?: string;
  namespaceSelector?: LabelSelector;
  objectSelector?: LabelSelector;
  sideEffects?: string;
  timeoutSeconds?: number;
  admissionReviewVersions?: string[];
  reinvocationPolicy?: string;
  matchConditions?: { name?: string; expression?: string }[];
}

interface Configuration extends KubeObject {
  readonly webhooks?: readonly Webhook[];
}

const SIDE_EFFECTS = ["None", "NoneOnDryRun"];
const REVIEWS = ["v1", "v1beta1"];
const REINVOCATIONS = ["IfNeeded", "Never"];
const HTTPS_PORT = 443;
const USUAL_SECONDS = 10;
const MOST_SECONDS = 30;

function applyDefaults(webhooks: readonly Webhook[] | undefined, isMutating: boolean): void {
  for (const webhook of webhooks ?? []) {
    webhook.failurePolicy ??= "Fail";
    webhook.matchPolicy ??= "Equivalent";
    webhook.namespaceSelector ??= {};
    webhook.objectSelector ??= {};
    webhook.timeoutSeconds ??= USUAL_SECONDS;
    if (isMutating) webhook.reinvocationPolicy ??= "Never";
    applyRuleDefaults(webhook.rules);
    if (webhook.clientConfig?.service) webhook.clientConfig.service.port ??= HTTPS_PORT;
  }
}

function validate({ webhooks = [] }: Configuration): FieldError[] {
  const names = new Set<string>();
  return webhooks.flatMap((webhook, i) => {
    const field = `webhooks[${i}]`;
    const errors = [...webhookErrors(webhook, field), ...reviewErrors(webhook, `${field}.admissionReviewVersions`)];
    const { name = "" } = webhook;
    if (name !== "" && names.has(name)) errors.push(duplicate(`${field}.name`, name));
    names.add(name);
    return errors;
  });
}

function webhookErrors(webhook: Webhook, field: string): FieldError[] {
  const {
    name = "",
    rules = [],
    failurePolicy,
    matchPolicy,
    sideEffects,
    timeoutSeconds,
    reinvocationPolicy,
  } = webhook;
  const oneOf = (value: string | undefined, choices: readonly string[], part: string): FieldError[] =>
    value === undefined || choices.includes(value) ? [] : [notSupported(`${field}.${part}`, value, choices)];
  const isTimeWrong = timeoutSeconds !== undefined && (timeoutSeconds < 1 || timeoutSeconds > MOST_SECONDS);
  const time = `the timeout value must be between 1 and ${MOST_SECONDS} seconds`;
  return [
    ...fullyQualifiedErrors(name, `${field}.name`),
    ...rules.flatMap((rule, i) => validateRule(rule, `${field}.rules[${i}]`)),
    ...oneOf(failurePolicy, FAILURE_POLICIES, "failurePolicy"),
    ...oneOf(matchPolicy, MATCH_POLICIES, "matchPolicy"),
    ...(sideEffects === undefined
      ? [required(`${field}.sideEffects`, `must specify one of ${SIDE_EFFECTS.join(", ")}`)]
      : oneOf(sideEffects, SIDE_EFFECTS, "sideEffects")),
    ...(isTimeWrong ? [invalid(`${field}.timeoutSeconds`, timeoutSeconds, time)] : []),
    ...validateLabelSelector(webhook.namespaceSelector, `${field}.namespaceSelector`),
    ...validateLabelSelector(webhook.objectSelector, `${field}.objectSelector`),
    ...oneOf(reinvocationPolicy, REINVOCATIONS, "reinvocationPolicy"),
    ...clientErrors(webhook, `${field}.clientConfig`),
    ...conditionErrors(webhook.matchConditions, `${field}.matchConditions`, false),
  ];
}

function fullyQualifiedErrors(name: string, field: string): FieldError[] {
  if (name === "") return [required(field)];
  const errors = invalidEach(field, name, dns1123SubdomainErrors(name));
  if (errors.length > 0 || name.split(".").length >= 3) return errors;
  return [invalid(field, name, "should be a domain with at least three segments separated by dots")];
}

function clientErrors({ clientConfig = {} }: Webhook, field: string): FieldError[] {
  const { url, service } = clientConfig;
  if ((url === undefined) === (service === undefined))
    return [required(field, "exactly one of url or service is required")];
  if (url !== undefined) return urlErrors(url, `${field}.url`);
  const { name = "", namespace = "", path, port = HTTPS_PORT } = service ?? {};
  const errors: FieldError[] = [];
  if (name === "") errors.push(required(`${field}.service.name`, "service name is required"));
  if (namespace === "") errors.push(required(`${field}.service.namespace`, "service namespace is required"));
  errors.push(
    ...invalidEach(
      `${field}.service.port`,
      port,
      portNumberErrors(port).map((each) => `port is not valid: ${each}`),
    ),
  );
  return path === undefined ? errors : [...errors, ...pathErrors(path, `${field}.service.path`)];
}

function pathErrors(path: string, field: string): FieldError[] {
  if (path === "") return [];
  if (path === "/") return [];
  if (path === "//") return [invalid(field, path, "segment[0] may not be empty")];
  if (!path.startsWith("/")) return [invalid(field, path, "must start with a '/'")];
  const steps = path.slice(1).replace(/\/$/, "").split("/");
  return steps.flatMap((step, i) => {
    if (step === "") return [invalid(field, path, `segment[${i}] may not be empty`)];
    return dns1123SubdomainErrors(step).map((each) => invalid(field, path, `segment[${i}]: ${each}`));
  });
}

const URL_FORM = "desired format: https://host[/path]";

function urlErrors(url: string, field: string): FieldError[] {
  const parts = /^(?:([a-zA-Z][\w+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(\?[^#]*)?(#.*)?$/.exec(url);
  const [, scheme = "", authority = "", , query, fragment] = parts ?? [];
  const errors: FieldError[] = [];
  if (scheme !== "https") errors.push(invalid(field, scheme, `'https' is the only allowed URL scheme; ${URL_FORM}`));
  if (authority === "") errors.push(invalid(field, authority, `host must be specified; ${URL_FORM}`));
  if (authority.includes("@"))
    errors.push(invalid(field, authority.split("@")[0], "user information is not permitted in the URL"));
  if (fragment !== undefined && fragment !== "#")
    errors.push(invalid(field, fragment.slice(1), "fragments are not permitted in the URL"));
  if (query !== undefined && query !== "?")
    errors.push(invalid(field, query.slice(1), "query parameters are not permitted in the URL"));
  return errors;
}

function reviewErrors({ admissionReviewVersions: versions = [] }: Webhook, field: string): FieldError[] {
  if (versions.length === 0) return [required(field, `must specify one of ${REVIEWS.join(", ")}`)];
  const seen = new Set<string>();
  const errors = versions.flatMap((version, i) => {
    if (seen.has(version)) return [duplicate(`${field}[${i}]`, version)];
    seen.add(version);
    return dns1123LabelErrors(version).map((each) => invalid(`${field}[${i}]`, version, each));
  });
  if (errors.length > 0 || versions.some((version) => REVIEWS.includes(version))) return errors;
  return [invalid(field, versions, `must include at least one of ${REVIEWS.join(", ")}`)];
}

function configuration(resource: string, isMutating: boolean): KindDefinition {
  return defineKind<Configuration>({
    get resource() {
      return catalogued("admissionregistration.k8s.io", resource);
    },
    applyDefaults: (object) => applyDefaults(object.webhooks as readonly Webhook[] | undefined, isMutating),
    validate,
    columns: [NAME, { name: "Webhooks", type: "integer", cell: ({ webhooks = [] }) => webhooks.length }, AGE],
    hasGeneration: true,
    isChange: (next, previous) => JSON.stringify(next.webhooks) !== JSON.stringify(previous.webhooks),
  });
}

export const mutatingWebhooks = configuration("mutatingwebhookconfigurations", true);
export const validatingWebhooks = configuration("validatingwebhookconfigurations", false);

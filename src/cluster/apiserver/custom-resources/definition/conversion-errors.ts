// How a definition says that its versions are converted: not at all, or by a webhook.

import { forbidden, invalid, notSupported, required } from "../../registry/field-error.ts";
import { goStringList, goText } from "../../registry/go-syntax.ts";
import type { FieldError } from "../../registry/kind.ts";
import type { Spec, Webhook } from "./definition.ts";

const PATH = "spec.conversion";
const NOT_NEEDED = "should not be set when strategy is not set to Webhook";

export function conversionErrors({ conversion }: Pick<Spec, "conversion">): FieldError[] {
  if (conversion === undefined) return [];
  const { strategy = "", webhook } = conversion;
  const errors: FieldError[] = [];
  if (strategy === "") errors.push(required(`${PATH}.strategy`));
  else if (strategy !== "None" && strategy !== "Webhook")
    errors.push(notSupported(`${PATH}.strategy`, strategy, ["None", "Webhook"]));
  if (strategy === "Webhook") return [...errors, ...webhookErrors(webhook)];
  if (webhook?.clientConfig !== undefined) errors.push(forbidden(`${PATH}.webhookClientConfig`, NOT_NEEDED));
  if (webhook?.conversionReviewVersions?.length) errors.push(forbidden(`${PATH}.conversionReviewVersions`, NOT_NEEDED));
  return errors;
}

function webhookErrors({ clientConfig, conversionReviewVersions = [] }: Webhook = {}): FieldError[] {
  return [...clientErrors(clientConfig), ...reviewErrors(conversionReviewVersions)];
}

function clientErrors(client: Webhook["clientConfig"]): FieldError[] {
  const path = `${PATH}.webhookClientConfig`;
  if (client === undefined) return [required(path, "required when strategy is set to Webhook")];
  const { url, service } = client;
  if ((url === undefined) === (service === undefined))
    return [required(path, "exactly one of url or service is required")];
  if (url !== undefined) return urlErrors(url, `${path}.url`);
  return [
    ...(service?.name ? [] : [required(`${path}.service.name`, "service name is required")]),
    ...(service?.namespace ? [] : [required(`${path}.service.namespace`, "service namespace is required")]),
  ];
}

const WANTED = "; desired format: https://host[/path]";

function urlErrors(url: string, path: string): FieldError[] {
  const [, scheme = "", host = ""] = /^(?:([a-zA-Z][\w+.-]*):)?(?:\/\/([^/?#]*))?/.exec(url) ?? [];
  return [
    ...(scheme === "https" ? [] : [invalid(path, scheme, `'https' is the only allowed URL scheme${WANTED}`)]),
    ...(host === "" ? [invalid(path, host, `host must be specified${WANTED}`)] : []),
  ];
}

function reviewErrors(versions: readonly string[]): FieldError[] {
  const path = `${PATH}.conversionReviewVersions`;
  if (versions.length === 0) return [required(path)];
  if (versions.some((each) => each === "v1" || each === "v1beta1")) return [];
  return [invalid(path, goText(goStringList(versions)), "must include at least one of v1, v1beta1")];
}

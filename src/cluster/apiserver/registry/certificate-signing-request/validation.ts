// The rules of CertificateSigningRequests: what may be asked, who may answer, and through which door.
// Simplified: of spec.request only the PEM is checked here; whether it is a sound request is for the signer to say, who fails it.

import { dns1123LabelErrors, dns1123SubdomainErrors } from "../../../../api/names.ts";
import { duplicate, forbidden, invalid, invalidEach, notSupported, required } from "../field-error.ts";
import { goText } from "../go-syntax.ts";
import type { FieldError } from "../kind.ts";
import { goBytes, pemLabels, textOfField } from "./pem.ts";
import type { CertificateSigningRequest, RequestCondition } from "./types.ts";

const USAGES =
  "any,cert sign,client auth,code signing,content commitment,crl sign,data encipherment,decipher only,digital signature,email protection,encipher only,ipsec end system,ipsec tunnel,ipsec user,key agreement,key encipherment,microsoft sgc,netscape sgc,ocsp signing,s/mime,server auth,signing,timestamping";
const MIN_SECONDS = 600;
const FINAL = ["Approved", "Denied", "Failed"];
const VERDICTS = ["Approved", "Denied"];

export function validateRequest(request: CertificateSigningRequest): FieldError[] {
  const { expirationSeconds: seconds } = request.spec;
  const errors = [...requestErrors(request), ...usageErrors(request), ...signerErrors(request.spec.signerName ?? "")];
  if (seconds !== undefined && seconds < MIN_SECONDS) {
    const why = `may not specify a duration less than ${MIN_SECONDS} seconds (10 minutes)`;
    errors.push(invalid("spec.expirationSeconds", seconds, why));
  }
  return errors;
}

function requestErrors({ spec }: CertificateSigningRequest): FieldError[] {
  const text = textOfField(spec.request);
  if (pemLabels(text)[0] === "CERTIFICATE REQUEST") return [];
  return [invalid("spec.request", goText(goBytes(text)), "PEM block type must be CERTIFICATE REQUEST")];
}

function usageErrors({ spec: { usages = [] } }: CertificateSigningRequest): FieldError[] {
  if (usages.length === 0) return [required("spec.usages")];
  const known = USAGES.split(",");
  return usages.flatMap((usage, index) => {
    const field = `spec.usages[${index}]`;
    if (!known.includes(usage)) return [notSupported(field, usage, known)];
    return usages.indexOf(usage) < index ? [duplicate(field, usage)] : [];
  });
}

/** As `kubernetes.io/kube-apiserver-client`. */
function signerErrors(name: string): FieldError[] {
  const field = "spec.signerName";
  if (name === "") return [required(field)];
  if (name === "kubernetes.io/legacy-unknown") {
    return [invalid(field, name, "the legacy signerName is not allowed via this API version")];
  }
  const [domain = "", path, ...rest] = name.split("/");
  if (path === undefined || rest.length > 0) {
    const why = "must be a fully qualified domain and path of the form 'example.com/signer-name'";
    return [invalid(field, name, why)];
  }
  const segments = domain.split(".");
  if (segments.length < 2)
    return [invalid(field, domain, "should be a domain with at least two segments separated by dots")];
  return [
    ...segments.flatMap((segment) => invalidEach(field, segment, dns1123LabelErrors(segment))),
    ...invalidEach(field, path, dns1123SubdomainErrors(path)),
  ];
}

/** Through /status a signer hands over the certificate, or says why there will be none. */
export function validateStatus(next: CertificateSigningRequest, previous: CertificateSigningRequest): FieldError[] {
  const [given = "", before = ""] = [next.status?.certificate, previous.status?.certificate];
  const errors = conditionErrors(next, previous);
  if (given !== before && before !== "") {
    errors.push(forbidden("status.certificate", "updates may not modify existing certificate content"));
  }
  return given === before ? errors : [...errors, ...certificateErrors(given)];
}

/** Through /approval it is approved or denied, once. */
export function validateApproval(next: CertificateSigningRequest, previous: CertificateSigningRequest): FieldError[] {
  const errors = conditionErrors(next, previous);
  if ((next.status?.certificate ?? "") !== (previous.status?.certificate ?? "")) {
    errors.push(forbidden("status.certificate", "updates may not set certificate content"));
  }
  return errors;
}

const CONDITIONS = "status.conditions";

function conditionErrors(next: CertificateSigningRequest, previous: CertificateSigningRequest): FieldError[] {
  const conditions = next.status?.conditions ?? [];
  const has = (types: readonly RequestCondition[], type: string): boolean => types.some((each) => each.type === type);
  const removed = FINAL.filter((type) => has(previous.status?.conditions ?? [], type) && !has(conditions, type));
  return [
    ...removed.map((type) => forbidden(CONDITIONS, `updates may not remove a condition of type "${type}"`)),
    ...conditions.flatMap((condition, index) => oneConditionErrors(condition, conditions.slice(0, index), index)),
  ];
}

function oneConditionErrors(
  { type, status }: RequestCondition,
  earlier: readonly RequestCondition[],
  index: number,
): FieldError[] {
  const field = `${CONDITIONS}[${index}]`;
  const errors = type === "" ? [required(`${field}.type`)] : [];
  const isFinal = FINAL.includes(type);
  if (!status) errors.push(required(`${field}.status`));
  else if (isFinal && status !== "True") errors.push(notSupported(`${field}.status`, status, ["True"]));
  else if (!["False", "True", "Unknown"].includes(status)) {
    errors.push(notSupported(`${field}.status`, status, ["False", "True", "Unknown"]));
  }
  if (VERDICTS.includes(type) && earlier.some((each) => VERDICTS.includes(each.type) && each.type !== type)) {
    errors.push(invalid(`${field}.type`, type, "Approved and Denied conditions are mutually exclusive"));
  }
  if (earlier.some((each) => each.type === type)) errors.push(duplicate(`${field}.type`, type));
  return errors;
}

function certificateErrors(base64: string): FieldError[] {
  const text = textOfField(base64);
  const labels = pemLabels(text);
  const refuse = (why: string): FieldError[] => [invalid("status.certificate", goText(goBytes(text)), why)];
  if (labels.length === 0) return refuse("must contain one or more PEM blocks");
  const other = labels.find((label) => label !== "CERTIFICATE");
  return other === undefined ? [] : refuse(`only CERTIFICATE PEM blocks are allowed, found "${other}"`);
}

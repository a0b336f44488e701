// Stands for `kubectl describe certificatesigningrequest`.

import { humanDuration } from "../../api/duration.ts";
import type { AnyObject } from "../../api/types.ts";
import { KubectlError } from "../errors.ts";
import { type CertificateRequest, parseCertificateRequest } from "./certificate-request.ts";
import type { DescribeContext } from "./context.ts";
import { DescriptionWriter } from "./description-writer.ts";
import { subjectOf, writeEventsOf } from "./events.ts";
import { formatInstant } from "./instant.ts";
import { formatLabels } from "./labels.ts";

interface SigningRequest extends AnyObject {
  readonly spec: {
    readonly request: string;
    readonly signerName?: string;
    readonly expirationSeconds?: number;
    readonly username?: string;
  };
  readonly status?: { readonly conditions?: readonly { readonly type: string }[]; readonly certificate?: string };
}

export async function describeCertificateSigningRequest(
  object: SigningRequest,
  context: DescribeContext,
): Promise<string> {
  const { metadata, spec } = object;
  const request = parseCertificateRequest(spec.request);
  if (request === undefined) throw new KubectlError("Error parsing CSR: PEM block type must be CERTIFICATE REQUEST");
  const writer = new DescriptionWriter();
  writer.field(0, "Name", metadata.name);
  writer.field(0, "Labels", formatLabels(metadata.labels));
  writer.field(0, "Annotations", formatLabels(metadata.annotations));
  writer.field(0, "CreationTimestamp", formatInstant(metadata.creationTimestamp));
  writer.field(0, "Requesting User", spec.username ?? "");
  if (spec.signerName) writer.field(0, "Signer", spec.signerName);
  if (spec.expirationSeconds !== undefined) {
    writer.field(0, "Requested Duration", humanDuration(spec.expirationSeconds * 1000));
  }
  writer.field(0, "Status", statusOf(object));
  writeSubject(writer, request);
  await writeEventsOf(writer, [subjectOf(object)], context);
  return writer.text();
}

/** `Approved,Issued`: a refusal counts more than an approval. */
function statusOf({ status }: SigningRequest): string {
  const has = (type: string) => status?.conditions?.some((condition) => condition.type === type) === true;
  const verdict = has("Denied") ? "Denied" : has("Approved") ? "Approved" : "Pending";
  return `${verdict}${has("Failed") ? ",Failed" : ""}${status?.certificate ? ",Issued" : ""}`;
}

function writeSubject(writer: DescriptionWriter, request: CertificateRequest): void {
  writer.line(0, "Subject:");
  writer.line(0, `\tCommon Name:\t${request.commonName}`);
  writer.line(0, `\tSerial Number:\t${request.serialNumber}`);
  for (const [title, values] of request.subject) writeList(writer, title, values);
  const { dnsNames, emailAddresses, uris, ipAddresses } = request;
  if (dnsNames.length + emailAddresses.length + uris.length + ipAddresses.length === 0) return;
  writer.line(0, "Subject Alternative Names:");
  writeList(writer, "DNS Names", dnsNames);
  writeList(writer, "Email Addresses", emailAddresses);
  writeList(writer, "URIs", uris);
  writeList(writer, "IP Addresses", ipAddresses);
}

function writeList(writer: DescriptionWriter, title: string, values: readonly string[]): void {
  if (values.length > 0) writer.line(0, `\t${title}:\t${values.join("\n\t\t")}`);
}

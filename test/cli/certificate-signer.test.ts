import { generateKeyPairSync, sign, X509Certificate } from "node:crypto";
import { CertificationRequest, CertificationRequestInfo } from "@peculiar/asn1-csr";
import { AsnConvert } from "@peculiar/asn1-schema";
import { AlgorithmIdentifier, SubjectPublicKeyInfo } from "@peculiar/asn1-x509";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CertificateSigningRequest } from "../../src/api/types.ts";
import { startSigner } from "../../src/cli/certificate-signer.ts";
import { distinguishedName, type Subject } from "../../src/http/certificates/names.ts";
import { toPem } from "../../src/http/certificates/pem.ts";
import { type ServedCluster, serveCluster } from "../http/served-cluster.ts";

let served: ServedCluster;
let stop: () => void;
beforeAll(async () => {
  served = await serveCluster({ nodes: ["one"] });
  stop = startSigner(served.live.handle, served.authority, () => served.cluster.clock.now());
});
afterAll(async () => {
  stop();
  await served.close();
});

const PATH = "/apis/certificates.k8s.io/v1/certificatesigningrequests";

function requestFor(subject: Subject): { readonly request: string; readonly key: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const spki = new Uint8Array(publicKey.export({ type: "spki", format: "der" }));
  const info = new CertificationRequestInfo({
    subject: distinguishedName(subject),
    subjectPKInfo: AsnConvert.parse(spki, SubjectPublicKeyInfo),
  });
  const signature = sign("sha256", new Uint8Array(AsnConvert.serialize(info)), privateKey);
  const request = new CertificationRequest({
    certificationRequestInfo: info,
    signatureAlgorithm: new AlgorithmIdentifier({ algorithm: "1.2.840.10045.4.3.2" }),
    signature: new Uint8Array(signature).buffer,
  });
  const pem = toPem("CERTIFICATE REQUEST", new Uint8Array(AsnConvert.serialize(request)));
  return {
    request: Buffer.from(pem).toString("base64"),
    key: String(privateKey.export({ type: "pkcs8", format: "pem" })),
  };
}

interface Asked {
  readonly name: string;
  readonly request: string;
  readonly signer?: string;
  readonly usages?: readonly string[];
}

/** Creates the request, approves it, and says what became of it. */
async function approved({ name, request, signer = "kube-apiserver-client", usages = ["client auth"] }: Asked) {
  const spec = { request, signerName: `kubernetes.io/${signer}`, usages, expirationSeconds: 3600 };
  const created = served.ask<CertificateSigningRequest>("POST", PATH, { metadata: { name }, spec });
  const approval = { type: "Approved", status: "True", reason: "Test", message: "fine" };
  served.ask("PUT", `${PATH}/${name}/approval`, { ...created, status: { conditions: [approval] } });
  await new Promise(setImmediate);
  return served.ask<CertificateSigningRequest>("GET", `${PATH}/${name}`).status ?? {};
}

describe("an approved request", () => {
  it("gets a certificate with which its owner is known at the door", async () => {
    const { request, key } = requestFor({ commonName: "jane", organizations: ["dev"] });
    const status = await approved({ name: "jane", request, usages: ["client auth", "digital signature"] });
    const certificate = Buffer.from(status.certificate ?? "", "base64").toString("utf8");
    const read = new X509Certificate(certificate);
    expect(read.checkIssued(new X509Certificate(served.authority.certificate))).toBe(true);
    expect(Date.parse(read.validTo) - Date.now()).toBeLessThanOrEqual(3600_000);
    const { text } = await served.client.as({ certificate, key }).ask("/api/v1/secrets");
    expect(text).toContain('User \\"jane\\" cannot list resource');
  });

  it.each([
    [
      "asks to be a master",
      { commonName: "eve", organizations: ["system:masters"] },
      {},
      /system:masters group is not allowed$/,
    ],
    [
      "has no right use",
      { commonName: "a" },
      { usages: ["digital signature"] },
      /^missing required usage for client certificate: client auth$/,
    ],
    [
      "has another's use",
      { commonName: "b" },
      { usages: ["client auth", "server auth"] },
      /^invalid usage for client certificate: server auth$/,
    ],
    [
      "is a kubelet's in name only",
      { commonName: "c" },
      { signer: "kube-apiserver-client-kubelet" },
      /^subject organization is not system:nodes$/,
    ],
    [
      "is no node's",
      { commonName: "d", organizations: ["system:nodes"] },
      { signer: "kubelet-serving", usages: ["server auth"] },
      /^subject common name does not begin with system:node:$/,
    ],
  ] as const)("that %s fails, and says why", async (_name, subject, more, message) => {
    const { request } = requestFor(subject);
    const { certificate, conditions } = await approved({ name: subject.commonName, request, ...more });
    expect(certificate).toBeUndefined();
    const failed = conditions?.find(({ type }) => type === "Failed");
    expect([failed?.reason, failed?.message]).toEqual(["SignerValidationFailure", expect.stringMatching(message)]);
  });

  it("that is none fails", async () => {
    const request = Buffer.from(toPem("CERTIFICATE REQUEST", new Uint8Array([48, 1, 2]))).toString("base64");
    const { conditions } = await approved({ name: "none", request });
    expect(conditions?.find(({ type }) => type === "Failed")?.reason).toBe("SigningError");
  });
});

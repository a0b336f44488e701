// A certificate authority: made anew at each start, its key never leaves the process.

import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { CertificationRequest } from "@peculiar/asn1-csr";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import {
  AlgorithmIdentifier,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_clientAuth,
  id_kp_serverAuth,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  type Name,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from "@peculiar/asn1-x509";
import { distinguishedName, generalName, type Subject } from "./names.ts";
import { fromPem, toPem } from "./pem.ts";

/** Both in PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

export type Usage = "server" | "client";

export interface IssueOptions {
  readonly subject: Subject;
  readonly usages: readonly Usage[];
  /** Names and IP addresses that the certificate is good for. */
  readonly hosts?: readonly string[];
  readonly notBefore: Date;
  readonly notAfter: Date;
}

interface ToBeSigned {
  readonly subject: Name;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly extensions: readonly Extension[];
}

const ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
const USAGES: Readonly<Record<Usage, string>> = { server: id_kp_serverAuth, client: id_kp_clientAuth };

export class CertificateAuthority {
  /** The authority's own certificate, in PEM. */
  readonly certificate: string;
  private readonly name: Name;
  private readonly keyId: ArrayBuffer;

  private constructor(
    private readonly key: KeyObject,
    publicKey: KeyObject,
    commonName: string,
    validity: { readonly notBefore: Date; readonly notAfter: Date },
  ) {
    const spki = der(publicKey);
    this.name = distinguishedName({ commonName });
    this.keyId = keyIdentifier(spki);
    const usage = new KeyUsage(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign);
    const extensions = [
      extension(id_ce_keyUsage, usage, true),
      extension(id_ce_basicConstraints, new BasicConstraints({ cA: true }), true),
    ];
    this.certificate = this.sign({ subject: this.name, publicKey: spki, ...validity, extensions });
  }

  static create(
    commonName: string,
    validity: { readonly notBefore: Date; readonly notAfter: Date },
  ): CertificateAuthority {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    return new CertificateAuthority(privateKey, publicKey, commonName, validity);
  }

  /** A new key with a certificate for it. */
  issue({ subject, hosts = [], usages, notBefore, notAfter }: IssueOptions): KeyPair {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const names = new SubjectAlternativeName(hosts.map(generalName));
    const extensions = [
      ...leafExtensions(usages),
      ...(hosts.length === 0 ? [] : [extension(id_ce_subjectAltName, names)]),
    ];
    const publicDer = der(publicKey);
    const certificate = this.sign({
      subject: distinguishedName(subject),
      publicKey: publicDer,
      notBefore,
      notAfter,
      extensions,
    });
    return { certificate, key: String(privateKey.export({ type: "pkcs8", format: "pem" })) };
  }

  /** A certificate for somebody else's signing request (PKCS #10, PEM), with the subject that it asks for.
   * @throws Error where the text is no such request. */
  answer(request: string, options: Omit<IssueOptions, "subject" | "hosts">): string {
    const { certificationRequestInfo } = AsnConvert.parse(fromPem(request), CertificationRequest);
    const { subject, subjectPKInfo } = certificationRequestInfo;
    return this.sign({
      ...options,
      subject,
      publicKey: new Uint8Array(AsnConvert.serialize(subjectPKInfo)),
      extensions: leafExtensions(options.usages),
    });
  }

  private sign({ subject, publicKey, notBefore, notAfter, extensions }: ToBeSigned): string {
    const algorithm = new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 });
    const content = new TBSCertificate({
      version: Version.v3,
      serialNumber: serialNumber(),
      signature: algorithm,
      issuer: this.name,
      validity: new Validity({ notBefore, notAfter }),
      subject,
      subjectPublicKeyInfo: AsnConvert.parse(publicKey, SubjectPublicKeyInfo),
      extensions: new Extensions([
        ...extensions,
        extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(keyIdentifier(publicKey))),
        extension(
          id_ce_authorityKeyIdentifier,
          new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(this.keyId) }),
        ),
      ]),
    });
    const signature = sign("sha256", new Uint8Array(AsnConvert.serialize(content)), {
      key: this.key,
      dsaEncoding: "der",
    });
    const certificate = new Certificate({
      tbsCertificate: content,
      signatureAlgorithm: algorithm,
      signatureValue: arrayBuffer(signature),
    });
    return toPem("CERTIFICATE", new Uint8Array(AsnConvert.serialize(certificate)));
  }
}

function leafExtensions(usages: readonly Usage[]): Extension[] {
  return [
    extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature), true),
    extension(id_ce_basicConstraints, new BasicConstraints({ cA: false }), true),
    extension(id_ce_extKeyUsage, new ExtendedKeyUsage(usages.map((usage) => USAGES[usage]))),
  ];
}

function extension(extnID: string, value: object, critical = false): Extension {
  return new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
}

function der(publicKey: KeyObject): Uint8Array<ArrayBuffer> {
  return new Uint8Array(publicKey.export({ type: "spki", format: "der" }));
}

function keyIdentifier(spki: Uint8Array): ArrayBuffer {
  return arrayBuffer(createHash("sha1").update(spki).digest());
}

/** Positive, as the standard asks: the first bit stays clear. */
function serialNumber(): ArrayBuffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return arrayBuffer(bytes);
}

function arrayBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

// CertificateSigningRequests from the question to the certificate: the API's side of it.
import { expect, test } from "vitest";
import { errorOf, jane, objectOf, startServer } from "./setup.ts";

const PATH = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
const SIGNER = "kubernetes.io/kube-apiserver-client";
const MERGE = { contentType: "application/merge-patch+json" };
const pem = (label: string, contents = "AAAA"): string =>
  btoa(`-----BEGIN ${label}-----\n${contents}\n-----END ${label}-----\n`);

interface Request {
  spec: { username: string; groups: string[] };
  status: { certificate?: string; conditions?: { type: string; lastUpdateTime: string }[] };
}

function asked(spec: object = {}) {
  const started = startServer();
  const body = {
    apiVersion: "certificates.k8s.io/v1",
    kind: "CertificateSigningRequest",
    metadata: { name: "jane" },
    spec: {
      request: pem("CERTIFICATE REQUEST"),
      signerName: SIGNER,
      usages: ["client auth"],
      username: "root",
      ...spec,
    },
  };
  const { ask } = started;
  const rbac = "/apis/rbac.authorization.k8s.io/v1";
  const grant = (name: string, rules: object[]): void => {
    objectOf(ask("POST", `${rbac}/clusterroles`, { metadata: { name }, rules }));
    const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name };
    const subjects = [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "jane" }];
    objectOf(ask("POST", `${rbac}/clusterrolebindings`, { metadata: { name }, roleRef, subjects }));
  };
  grant("csr", [
    {
      apiGroups: ["certificates.k8s.io"],
      resources: [
        "certificatesigningrequests",
        "certificatesigningrequests/approval",
        "certificatesigningrequests/status",
      ],
      verbs: ["*"],
    },
  ]);
  return { ...started, grant, created: ask("POST", PATH, body, { user: jane }) };
}

test.each([
  [
    { request: btoa("hello") },
    "spec.request: Invalid value: []byte{0x68, 0x65, 0x6c, 0x6c, 0x6f}: PEM block type must be CERTIFICATE REQUEST",
  ],
  [{ request: pem("CERTIFICATE") }, "PEM block type must be CERTIFICATE REQUEST"],
  [{ usages: [] }, "spec.usages: Required value"],
  [{ usages: ["flying"] }, 'spec.usages[0]: Unsupported value: "flying": supported values: "any", "cert sign",'],
  [{ usages: ["any", "any"] }, 'spec.usages[1]: Duplicate value: "any"'],
  [
    { signerName: "nobody" },
    "spec.signerName: Invalid value: \"nobody\": must be a fully qualified domain and path of the form 'example.com/signer-name'",
  ],
  [{ signerName: "kubernetes.io/legacy-unknown" }, "the legacy signerName is not allowed via this API version"],
  [
    { expirationSeconds: 60 },
    "spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 600 seconds (10 minutes)",
  ],
])("refused: %j", (spec, message) => {
  expect(errorOf(asked(spec).created).message).toContain(message);
});

test("who asks is what the server knows; approved once, signed once", () => {
  const { ask, created } = asked();
  expect(objectOf<Request>(created).spec).toMatchObject({ username: "jane", groups: ["system:authenticated"] });
  const patch = (door: string, status: object, user = {}) =>
    ask("PATCH", `${PATH}/jane/${door}`, { status }, { ...MERGE, ...user });
  const approved = { type: "Approved", status: "True", reason: "KubectlApprove" };
  expect(errorOf(patch("approval", { conditions: [{ ...approved, status: "False" }] })).message).toContain(
    'status.conditions[0].status: Unsupported value: "False": supported values: "True"',
  );
  expect(errorOf(patch("approval", { conditions: [approved, { type: "Denied", status: "True" }] })).message).toContain(
    'status.conditions[1].type: Invalid value: "Denied": Approved and Denied conditions are mutually exclusive',
  );
  const after = objectOf<Request>(patch("approval", { conditions: [approved] }));
  expect(after.status.conditions?.[0]).toMatchObject({
    lastUpdateTime: "2026-01-01T00:00:00Z",
    lastTransitionTime: "2026-01-01T00:00:00Z",
  });
  expect(errorOf(patch("approval", { conditions: [] })).message).toContain(
    'updates may not remove a condition of type "Approved"',
  );
  expect(errorOf(patch("approval", { certificate: pem("CERTIFICATE") })).message).toContain(
    "updates may not set certificate content",
  );
  expect(errorOf(patch("status", { certificate: pem("PRIVATE KEY") })).message).toContain(
    'only CERTIFICATE PEM blocks are allowed, found "PRIVATE KEY"',
  );
  // What a signer sends without the verdict does not take the verdict away.
  const signed = objectOf<Request>(patch("status", { certificate: pem("CERTIFICATE"), conditions: [] }));
  expect(signed.status.conditions?.map(({ type }) => type)).toEqual(["Approved"]);
  expect(errorOf(patch("status", { certificate: pem("CERTIFICATE", "BBBB") })).message).toContain(
    "updates may not modify existing certificate content",
  );
});

test("approving and signing need a right to the signer", () => {
  const { ask, grant } = asked();
  const patch = (door: string, status: object) =>
    ask("PATCH", `${PATH}/jane/${door}`, { status }, { ...MERGE, user: jane });
  const conditions = [{ type: "Approved", status: "True" }];
  const start = 'certificatesigningrequests.certificates.k8s.io "jane" is forbidden: user not permitted to';
  expect(errorOf(patch("approval", { conditions })).message).toBe(
    `${start} approve requests with signerName "${SIGNER}"`,
  );
  expect(errorOf(patch("status", { certificate: pem("CERTIFICATE") })).message).toBe(
    `${start} sign requests with signerName "${SIGNER}"`,
  );
  grant("approve", [
    {
      apiGroups: ["certificates.k8s.io"],
      resources: ["signers"],
      resourceNames: ["kubernetes.io/*"],
      verbs: ["approve"],
    },
  ]);
  expect(patch("approval", { conditions }).status).toBe(200);
  expect(patch("status", { certificate: pem("CERTIFICATE") }).status).toBe(403);
});

import { expect, test } from "vitest";
import { decodeKubeconfig } from "../../src/kubectl/kubeconfig-decode.ts";

const CASES: readonly (readonly [text: string, error: string | undefined])[] = [
  ["", undefined],
  ["clusters: [{name: a, cluster: {server: x, nobody-knows: 1}}]", undefined],
  ["clusters: text", "json: cannot unmarshal string into Go struct field Config.clusters of type []v1.NamedCluster"],
  ["users: [a]", "json: cannot unmarshal string into Go struct field Config.users of type v1.NamedAuthInfo"],
  [
    "clusters: [{name: a, cluster: {server: 1}}]",
    "json: cannot unmarshal number into Go struct field Cluster.clusters.cluster.server of type string",
  ],
  [
    "users: [{name: a, user: {exec: {args: [1]}}}]",
    "json: cannot unmarshal number into Go struct field ExecConfig.users.user.exec.args of type string",
  ],
  ["users: [{name: a, user: {client-key-data: YWJj*}}]", "illegal base64 data at input byte 4"],
  [
    "kind: Pod",
    'no kind "Pod" is registered for version "v1" in scheme "k8s.io/client-go/tools/clientcmd/api/latest/latest.go:50"',
  ],
  ["a: b: c", "yaml: mapping values are not allowed in this context"],
];

test.each(CASES)("a kubeconfig with %j", (text, error) => {
  const decoded = decodeKubeconfig(text);
  expect("error" in decoded ? decoded.error : undefined).toBe(error);
});

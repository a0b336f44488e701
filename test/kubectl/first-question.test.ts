import { expect, test } from "vitest";
import { run } from "./fake-io.ts";

const KUBECONFIG = `apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
users: [{name: u, user: {}}]
contexts: [{name: x, context: {cluster: c, user: u}}]
current-context: x
`;

const NAMESPACE = "Error in configuration: context was not found for specified context: ghost\n";
const CLIENT = 'error: context "ghost" does not exist\n';

// As a real kubectl 1.33 says it.
test.each([
  ["get pods", NAMESPACE],
  ["get pods -n foo", CLIENT],
  ["get --raw /x", CLIENT],
  ["delete", NAMESPACE],
  ["describe", NAMESPACE],
  ["label pod x", NAMESPACE],
  ["rollout status", NAMESPACE],
  ["taint node n", NAMESPACE],
  ["explain", CLIENT],
  ["apply -f cm.yaml", CLIENT],
  ["create -f cm.yaml", CLIENT],
  ["create ns x", CLIENT],
  ["diff -f cm.yaml", CLIENT],
  ["cordon n", CLIENT],
  ["wait pod/x --for=delete", CLIENT],
  ["auth can-i get pods", CLIENT],
  ["top node", CLIENT],
])("kubectl %s in a context that is not there", async (line, stderr) => {
  const files = { "/config": KUBECONFIG, "cm.yaml": '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}' };
  const ran = await run([...line.split(" "), "--kubeconfig=/config", "--context=ghost"], { files });
  expect(ran.stderr).toBe(stderr);
});

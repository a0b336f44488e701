import { expect, test } from "vitest";
import { run } from "./fake-io.ts";

const PATH = "/home/user/.kube/config";
const CONFIG = `apiVersion: v1
clusters:
- cluster:
    server: https://10.0.0.1:6443
  name: main
contexts:
- context:
    cluster: main
    user: admin
  name: admin@main
current-context: admin@main
kind: Config
preferences: {}
users:
- name: admin
  user:
    token: abc
`;

async function session(...lines: string[]) {
  let files: Record<string, string> = { [PATH]: CONFIG };
  let text = "";
  for (const line of lines) {
    const ran = await run(["config", ...line.split(" ")], { files });
    files = ran.files;
    text += ran.stdout + ran.stderr;
  }
  return text;
}

test("contexts are created, used, renamed and deleted", async () => {
  const text = await session(
    "set-context dev --cluster=main --user=admin --namespace=kube-system",
    "set-context dev --namespace=default",
    "use-context dev",
    "get-contexts",
    "rename-context dev prod",
    "delete-context prod",
    "use-context ghost",
    "get-contexts ghost",
  );
  expect(text).toBe(`Context "dev" created.
Context "dev" modified.
Switched to context "dev".
CURRENT   NAME         CLUSTER   AUTHINFO   NAMESPACE
          admin@main   main      admin      
*         dev          main      admin      default
Context "dev" renamed to "prod".
deleted context prod from ${PATH}
warning: this removed your active context, use "kubectl config use-context" to select a different one
error: no context exists with the name: "ghost"
CURRENT   NAME   CLUSTER   AUTHINFO   NAMESPACE
error: context ghost not found
`);
});

test("view hides what is secret, set and unset change single values", async () => {
  expect(await session("view -o jsonpath={.users[0].user.token}")).toBe("REDACTED");
  expect(await session("view --raw -o jsonpath={.users[0].user.token}")).toBe("abc");
  const text = await session(
    "set contexts.admin@main.namespace team",
    "view --minify -o jsonpath={..namespace}",
    "unset current-context",
    "current-context",
  );
  expect(text).toBe(
    'Property "contexts.admin@main.namespace" set.\nteamProperty "current-context" unset.\nerror: current-context is not set\n',
  );
});

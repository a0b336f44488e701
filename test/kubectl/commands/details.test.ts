import { describe, expect, it } from "vitest";
import { openSession } from "./session.ts";

const CONFIG_MAPS = `printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: %s, labels: {app: x}}\\n' `;

describe("small things that users of kubectl meet", () => {
  it("names the namespace that is missing before the object", async () => {
    const { say } = openSession();
    expect(await say("kubectl get pod x -n ghost")).toBe(
      'Error from server (NotFound): namespaces "ghost" not found\n',
    );
    expect(await say("kubectl describe cm x -n ghost")).toBe(
      'Error from server (NotFound): namespaces "ghost" not found\n',
    );
    expect(await say("kubectl delete pod x -n ghost")).toBe('Error from server (NotFound): pods "x" not found\n');
    expect(await say("kubectl get cm a%b")).toBe("error: invalid resource name \"a%b\": [may not contain '%']\n");
  });

  it("gives several conditions one timeout between them", async () => {
    const { say } = openSession();
    await say(
      "kubectl create job one --image=busybox -- sleep 100; kubectl create job two --image=busybox -- sleep 100",
    );
    expect(await say("kubectl wait --for=condition=Complete job --all --timeout=2s")).toBe(
      "timed out waiting for the condition on jobs/one\ntimed out waiting for the condition on jobs/two\n",
    );
    expect(await say("kubectl wait --for=condition=Complete job/one --timeout=1s")).toBe(
      "error: timed out waiting for the condition on jobs/one\n",
    );
    expect(await say("kubectl create job three --from=job/one")).toBe("error: unknown object type *v1.Job\n");
  });

  it("records the command line where --record asks for it", async () => {
    const { say, wait } = openSession();
    await say("kubectl create deployment web --image=nginx:1.25");
    await wait(2);
    expect(await say("kubectl set image deploy/web nginx=nginx:1.26 --record")).toBe(
      "deployment.apps/web image updated\nFlag --record has been deprecated, --record will be removed in the future\n",
    );
    await wait(2);
    expect(await say("kubectl rollout history deploy/web")).toContain(
      "2         kubectl set image deploy/web nginx=nginx:1.26 --record=true\n",
    );
  });

  it("posts a file as it is with --raw", async () => {
    const { say, wait } = openSession();
    await say(
      "kubectl create deployment web --image=nginx:1.25; kubectl create pdb web --selector=app=web --min-available=1",
    );
    await wait(5);
    const evict = `P=$(kubectl get pods -o name | cut -d/ -f2); kubectl create --raw /api/v1/namespaces/default/pods/$P/eviction -f <(echo '{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"'$P'"}}')`;
    expect(await say(evict)).toBe(
      "Error from server (TooManyRequests): Cannot evict pod as it would violate the pod's disruption budget.\n",
    );
    expect(await say("kubectl get --raw /version | head -2")).toBe('{\n  "major": "1",\n');
  });

  it("prunes what apply made and the files no longer have", async () => {
    const { say } = openSession();
    await say(
      `${CONFIG_MAPS} a > a.yaml; ${CONFIG_MAPS} b > b.yaml; kubectl create cm kept; kubectl label cm kept app=x`,
    );
    await say("kubectl apply -f a.yaml -f b.yaml");
    expect(await say("kubectl apply -f a.yaml --prune")).toContain("without explicitly passing --all");
    expect(await say("kubectl apply -f a.yaml --prune -l app=x --prune-allowlist=core/v1/ConfigMap")).toBe(
      "configmap/a unchanged\nconfigmap/b pruned\n",
    );
    expect(await say("kubectl get cm -l app=x -o name")).toBe("configmap/a\nconfigmap/kept\n");
  });

  it("copies files and directories into a container and out of it", async () => {
    const { say, wait } = openSession();
    await say("kubectl run box --image=busybox:1.36 -- sleep 3600");
    await wait(10);
    await say("mkdir d; echo one > d/a; echo two > d/b; kubectl cp d box:/tmp/d");
    expect(await say("kubectl exec box -- cat /tmp/d/a /tmp/d/b")).toBe("one\ntwo\n");
    expect(await say("kubectl cp box:/tmp/d ./e/f; cat e/f/a")).toBe(
      "tar: removing leading '/' from member names\none\n",
    );
  });

  it("prints every row of a watch under one header", async () => {
    const { say } = openSession();
    await say("kubectl run one --image=nginx");
    const seen = await say("timeout 20 kubectl get pods -w");
    expect(seen).toMatch(/^NAME +READY +STATUS .*\none +0\/1 +Pending/);
    expect(seen).toMatch(/one +1\/1 +Running .*\n$/);
  });
});

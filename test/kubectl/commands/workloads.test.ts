import { describe, expect, it } from "vitest";
import { openSession } from "./session.ts";

describe("workloads", () => {
  it("roll out, are undone, paused and restarted", async () => {
    const { say, exitCode } = openSession();
    await say("kubectl create deployment web --image=nginx:1.25 --replicas=2");
    const status = await say("kubectl rollout status deploy/web");
    expect(status).toContain(
      'Waiting for deployment "web" rollout to finish: 0 of 2 updated replicas are available...\n',
    );
    expect(status).toMatch(/deployment "web" successfully rolled out\n$/);
    expect(await say("kubectl set image deploy/web nginx=nginx:1.27")).toBe("deployment.apps/web image updated\n");
    expect(await say("kubectl set image deploy/web nginx=nginx:1.27")).toBe("");
    await say("kubectl rollout status deploy/web");
    expect(await say("kubectl rollout history deploy/web")).toBe(
      "deployment.apps/web \nREVISION  CHANGE-CAUSE\n1         <none>\n2         <none>\n\n",
    );
    expect(await say("kubectl rollout history deploy/web --revision=1")).toContain("Image:\tnginx:1.25\n");
    expect(await say("kubectl rollout undo deploy/web")).toBe("deployment.apps/web rolled back\n");
    await say("kubectl rollout status deploy/web");
    expect(await say("kubectl get deploy web -o jsonpath='{.spec.template.spec.containers[0].image}'")).toBe(
      "nginx:1.25",
    );
    expect(await say("kubectl rollout pause deploy/web")).toBe("deployment.apps/web paused\n");
    expect(await say("kubectl rollout restart deploy/web")).toContain("can't restart paused deployment");
    expect(await say("kubectl rollout resume deploy/web")).toBe("deployment.apps/web resumed\n");
    expect(await exitCode("kubectl rollout status deploy/web --timeout=60s")).toBe(0);
  });

  it("are scaled, exposed and autoscaled", async () => {
    const { say, wait } = openSession();
    await say("kubectl create deployment web --image=nginx --port=80");
    expect(await say("kubectl scale deploy/web --replicas=3 --current-replicas=5")).toBe(
      "error: Expected replicas to be 5, was 1\n",
    );
    expect(await say("kubectl scale deploy/web --replicas=3")).toBe("deployment.apps/web scaled\n");
    await wait(10);
    expect(await say("kubectl expose deployment web --name=front")).toBe("service/front exposed\n");
    await wait(2);
    expect(await say("kubectl describe svc front | grep -c ':80'")).toBe("1\n");
    expect(await say("kubectl autoscale deploy web --max=5 --cpu-percent=50")).toBe(
      "horizontalpodautoscaler.autoscaling/web autoscaled\n",
    );
    expect(await say("kubectl describe hpa web | grep request")).toContain("(as a percentage of request):");
  });
});

describe("a node", () => {
  it("is cordoned, drained within a budget and given back", async () => {
    const { say, wait } = openSession();
    await say('kubectl run bare --image=nginx --overrides=\'{"spec":{"nodeName":"worker-1"}}\'');
    await wait(5);
    const refused = await say("kubectl drain worker-1 --ignore-daemonsets");
    expect(refused).toContain(
      'node/worker-1 cordoned\nerror: unable to drain node "worker-1" due to error: cannot delete cannot delete Pods that declare no controller (use --force to override): default/bare, continuing command...\nThere are pending nodes to be drained:\n worker-1\n',
    );
    const drained = await say("kubectl drain worker-1 --ignore-daemonsets --force --delete-emptydir-data");
    expect(drained).toContain("evicting pod default/bare\n");
    expect(drained).toContain("pod/bare evicted\n");
    expect(drained).toContain("node/worker-1 drained\n");
    expect(await say("kubectl uncordon worker-1")).toBe("node/worker-1 uncordoned\n");
    expect(await say("kubectl taint nodes worker-1 a=b:NoSchedule")).toBe("node/worker-1 tainted\n");
    expect(await say("kubectl describe node worker-1 | grep Taints")).toContain("a=b:NoSchedule");
    expect(await say("kubectl taint nodes worker-1 a-")).toBe("node/worker-1 untainted\n");
  });
});

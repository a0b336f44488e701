import { describe, expect, it } from "vitest";
import { openSession } from "./session.ts";

describe("containers", () => {
  it("are run, read and entered", async () => {
    const { say, exitCode, wait } = openSession();
    expect(await say("kubectl run talk --image=busybox -- sh -c 'echo one; sleep 2; echo two; sleep 1000'")).toBe(
      "pod/talk created\n",
    );
    await wait(6);
    expect(await say("kubectl logs talk")).toBe("one\ntwo\n");
    expect(await say("kubectl logs talk --tail=1 --prefix")).toBe("[pod/talk/talk] two\n");
    expect(await say("kubectl logs talk --timestamps --tail=1")).toMatch(/^2026-01-05T09:00:\d\d\.\d+Z two\n$/);
    expect(await say("kubectl logs talk -c nope")).toBe("error: container nope is not valid for pod talk\n");
    expect(await say("kubectl exec talk -- sh -c 'echo hi; exit 3'")).toBe("hi\ncommand terminated with exit code 3\n");
    expect(await exitCode("kubectl exec talk -- sh -c 'exit 3'")).toBe(3);
    expect(await say("echo in | kubectl exec -i talk -- cat")).toBe("in\n");
    expect(await say("echo in | kubectl exec -it talk -- cat")).toBe(
      "in\nUnable to use a TTY - input is not a terminal or the right kind of file\n",
    );
  });

  it("of a session are removed after it, and their exit code is kubectl's", async () => {
    const { say, exitCode } = openSession();
    const line = "kubectl run once --rm --attach --restart=Never --image=busybox -- sh -c 'sleep 2; echo done; exit 4'";
    expect(await exitCode(line)).toBe(4);
    expect(await say("kubectl get pods")).toContain("No resources found in default namespace.");
    expect(await say(line)).toMatch(/done\n[\s\S]*pod "once" deleted\n/);
  });

  it("are shown in full by describe, by the beginning of a name", async () => {
    const { say, wait } = openSession();
    await say("kubectl run web --image=nginx --env=A=b --port=80");
    await wait(5);
    const text = await say("kubectl describe pod we");
    expect(text).toContain("    Port:           80/TCP\n");
    expect(text).toContain("    Environment:\n      A:  b\n");
    expect(text).toMatch(/Events:\n {2}Type {4}Reason {5}Age {3}From {15}Message\n/);
    expect(await say("kubectl describe pod nope")).toBe('Error from server (NotFound): pods "nope" not found\n');
    expect(await say("kubectl describe pod web --show-events=false")).not.toContain("Events:");
  });
});

describe("permissions", () => {
  it("are asked for and listed", async () => {
    const { say, exitCode } = openSession();
    expect(await say("kubectl auth can-i create pods")).toBe("yes\n");
    expect(await exitCode("kubectl auth can-i -q list pods --as=jane")).toBe(1);
    await say("kubectl create role reader --verb=get,list --resource=pods,pods/log");
    await say("kubectl create rolebinding reader --role=reader --user=jane");
    expect(await say("kubectl auth can-i list pods --as=jane")).toBe("yes\n");
    expect(await say("kubectl auth can-i --list --as=jane | grep log")).toMatch(
      /^pods\/log +\[\] +\[\] +\[get list\]\n$/,
    );
    expect(await say("kubectl describe role reader")).toContain(
      "  pods       []                 []              [get list]\n",
    );
    expect(await say("kubectl auth whoami --as=jane")).toContain("Username    jane\n");
  });
});

// What a container may do, and where: capabilities, volumes that everybody may write to, places of the node, a root of its own.

import { expect, test } from "vitest";
import { nodeUnderTest } from "./node-under-test.ts";

const idle = { image: "busybox", command: ["sleep", "1d"] };

test.each([
  ["as it is", {}, "00000000a80425fb 00000000a80425fb 0 0"],
  [
    "dropping and adding",
    { capabilities: { drop: ["ALL"], add: ["NET_ADMIN"] } },
    "0000000000001000 0000000000001000 0 0",
  ],
  ["privileged", { privileged: true }, "000001ffffffffff 000001ffffffffff 0 0"],
  [
    "nobody in particular",
    { runAsUser: 1000, allowPrivilegeEscalation: false, seccompProfile: { type: "RuntimeDefault" } },
    "0000000000000000 00000000a80425fb 1 2",
  ],
])("/proc/1/status tells of a container %s", (_, securityContext, expected) => {
  const cluster = nodeUnderTest();
  cluster.create("p", { containers: [{ name: "c", ...idle, securityContext }] });
  cluster.advance(8);
  const text = cluster.exec("p", "c", "cat", "/proc/1/status");
  const value = (key: string) => new RegExp(`^${key}:\t(\\w+)$`, "m").exec(text)?.[1];
  expect(["CapEff", "CapBnd", "NoNewPrivs", "Seccomp"].map(value).join(" ")).toBe(expected);
});

test("a directory that a subPath makes is open to those for whom the volume is", () => {
  const cluster = nodeUnderTest();
  const mount = { name: "v", mountPath: "/own", subPathExpr: "$(HOSTNAME)/in" };
  cluster.create("p", {
    securityContext: { runAsUser: 1000, fsGroup: 2000 },
    containers: [
      {
        name: "c",
        ...idle,
        env: [{ name: "HOSTNAME", value: "p" }],
        volumeMounts: [mount, { name: "v", mountPath: "/v" }],
      },
    ],
    volumes: [{ name: "v", emptyDir: {} }],
  });
  cluster.advance(8);
  expect(cluster.exec("p", "c", "sh", "-c", "echo hi > /own/f; cat /v/p/in/f; stat -c '%a %g' /own")).toBe(
    "hi\n2777 2000\n[0]",
  );
});

test.each([
  ["Socket", "/etc", "hostPath type check failed: /etc is not a socket file"],
  ["File", "/etc", "hostPath type check failed: /etc is not a file"],
  ["Directory", "/nowhere", "hostPath type check failed: /nowhere is not a directory"],
  ["CharDevice", "/dev/kvm", "hostPath type check failed: /dev/kvm is not a character device"],
  ["FileOrCreate", "/no/such/file", "open /no/such/file: no such file or directory"],
])("a hostPath that is no %s at %s is said so", (type, path, message) => {
  const cluster = nodeUnderTest();
  cluster.create("p", { containers: [{ name: "c", ...idle }], volumes: [{ name: "v", hostPath: { path, type } }] });
  cluster.advance(5);
  expect(cluster.line("p")).toBe("0/1 ContainerCreating 0");
  expect(cluster.events("p")).toContain(`Warning FailedMount MountVolume.SetUp failed for volume "v" : ${message}`);
});

test("with the node's root as its own, a program changes the node", () => {
  const cluster = nodeUnderTest();
  cluster.create("p", {
    containers: [{ name: "c", ...idle, volumeMounts: [{ name: "host", mountPath: "/host" }] }],
    volumes: [{ name: "host", hostPath: { path: "/" } }],
  });
  cluster.advance(8);
  const inHost = (script: string) => cluster.exec("p", "c", "chroot", "/host", "bash", "-c", script);
  expect(inHost("pwd; echo x > /etc/f; cd etc; ls f; (ls /proc; ls /host) 2>/dev/null; exit 3")).toBe("/\nf\n[3]");
  expect(cluster.kubelet.nodeFiles.read("/etc/f")).toBe("x\n");
  expect(inHost("cat /etc/hostname; grep -c bookworm /etc/os-release; ls -d /var/log /var/lib/kubelet")).toBe(
    "worker-1\n1\n/var/lib/kubelet\n/var/log\n[0]",
  );
  expect(cluster.exec("p", "c", "chroot", "/none", "ls")).toContain("can't change root directory to '/none'");
});

test("a hook that fails says how", () => {
  const cluster = nodeUnderTest();
  const hook = { exec: { command: ["sh", "-c", "echo no; exit 4"] } };
  cluster.create("p", {
    terminationGracePeriodSeconds: 1,
    containers: [{ name: "c", ...idle, lifecycle: { postStart: hook } }],
  });
  cluster.advance(12);
  const { uid } = cluster.get("p").metadata;
  expect(cluster.get("p").status.containerStatuses?.[0]?.state?.waiting).toEqual({
    reason: "PostStartHookError",
    message: `Exec lifecycle hook ([sh -c echo no; exit 4]) for Container "c" in Pod "p_default(${uid})" failed - error: command 'sh -c echo no; exit 4' exited with 4: no\n, message: "no\\n"`,
  });
});

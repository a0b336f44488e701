// What happens inside pods, and to them: shared processes, mounts, gRPC and HTTPS probes, shortened terminations, evictions.

import { describe, expect, it } from "vitest";
import { nodeUnderTest } from "./node-under-test.ts";

const sleeper = { name: "sh", image: "busybox:1.36", command: ["sleep", "1000000"] };

describe("shared process namespaces", () => {
  it("shows all processes of the pod, with the sandbox's own as PID 1, and lets them reach each other", () => {
    const cluster = nodeUnderTest();
    cluster.create("s", { shareProcessNamespace: true, containers: [{ name: "web", image: "nginx:1.27" }, sleeper] });
    cluster.advance(10);
    const lines = cluster.exec("s", "sh", "ps").split("\n").slice(1, -1);
    expect(lines.map((line) => line.replace(/^ *(\d+) (\S+) .* {2}0:00 (.*)$/, "$1 $2 $3"))).toEqual([
      "1 65535 /pause",
      "7 root nginx -g daemon off;",
      "13 root sleep 1000000",
      "19 root ps",
    ]);
    expect(cluster.exec("s", "sh", "ls", "/proc/7/root/etc/nginx")).toContain("nginx.conf");
    expect(cluster.exec("s", "sh", "cat", "/proc/13/comm")).toBe("sleep\n[0]");
    expect(cluster.exec("s", "sh", "kill", "7")).toBe("[0]");
    cluster.advance(5);
    expect(cluster.line("s")).toMatch(/^2\/2 Running 1/);
    expect(cluster.exec("s", "web", "cat", "/proc/1/cmdline")).toBe("/pause\0[0]");
  });

  it("shows the node's and all its containers' processes to a pod in the node's own, and lets it reach them", () => {
    const cluster = nodeUnderTest();
    cluster.create("web", { containers: [{ name: "web", image: "nginx:1.27" }] });
    cluster.create("host", { hostPID: true, containers: [sleeper] });
    cluster.advance(10);
    const commands = () => cluster.exec("host", "sh", "ps").split("\n").slice(1, -1);
    expect(commands().map((line) => line.slice(21))).toEqual([
      "/sbin/init",
      "/usr/bin/containerd",
      "/usr/bin/kubelet --config=/var/lib/kubelet/config.yaml",
      "sleep 1000000",
      "ps",
      "nginx -g daemon off;",
    ]);
    const pid = Number.parseInt(commands().find((line) => line.includes("nginx")) ?? "", 10);
    expect(cluster.exec("host", "sh", "ls", `/proc/${pid}/root/etc/nginx`)).toContain("nginx.conf");
    expect(cluster.exec("host", "sh", "kill", "-9", String(pid))).toBe("[0]");
    cluster.advance(5);
    expect(cluster.line("web")).toMatch(/^1\/1 Running 1/);
  });

  it("tells root who listens, where it sees that process", () => {
    const cluster = nodeUnderTest();
    const pod = { containers: [{ name: "web", image: "nginx:1.27" }, sleeper] };
    cluster.create("shared", { ...pod, shareProcessNamespace: true });
    cluster.create("apart", pod);
    cluster.advance(10);
    const owner = (name: string) => /LISTEN +(\S+)/.exec(cluster.exec(name, "sh", "netstat", "-tlnp"))?.[1];
    expect([owner("shared"), owner("apart")]).toEqual(["7/nginx", "-"]);
  });

  it("gives a container alone its own, where nobody else's are seen", () => {
    const cluster = nodeUnderTest();
    cluster.create("s", { containers: [{ name: "web", image: "nginx:1.27" }, sleeper] });
    cluster.advance(10);
    expect(cluster.exec("s", "sh", "ps")).toMatch(/ 1 root .* sleep 1000000\n +7 root .* ps\n/);
    expect(cluster.exec("s", "sh", "sh", "-c", "cat /proc/1/root/etc/hostname; cat /proc/self/comm")).toBe(
      "s\ncat\n[0]",
    );
  });
});

describe("mounts and names", () => {
  it("tells volumes in memory, with their size, from those on the disk", () => {
    const cluster = nodeUnderTest();
    const volumes = [
      { name: "m", emptyDir: { medium: "Memory", sizeLimit: "64Mi" } },
      { name: "d", emptyDir: {} },
    ];
    const volumeMounts = [
      { name: "m", mountPath: "/mem" },
      { name: "d", mountPath: "/data" },
    ];
    cluster.create("v", { hostname: "h", subdomain: "sub", volumes, containers: [{ ...sleeper, volumeMounts }] });
    cluster.advance(10);
    expect(cluster.exec("v", "sh", "mount")).toContain("tmpfs on /mem type tmpfs (rw,relatime,size=65536k)\n");
    expect(cluster.exec("v", "sh", "cat", "/proc/mounts")).toContain("/dev/sda1 /data ext4 rw,relatime 0 0\n");
    cluster.exec("v", "sh", "dd", "if=/dev/zero", "of=/mem/f", "bs=1M", "count=16");
    expect(cluster.exec("v", "sh", "df", "-h", "/mem")).toMatch(/\ntmpfs +64\.0M +16\.0M +48\.0M +25% \/mem\n/);
    expect(cluster.exec("v", "sh", "hostname", "-f")).toBe("h.sub.default.svc.cluster.local\n[0]");
    expect(cluster.exec("v", "sh", "hostname")).toBe("h\n[0]");
  });
});

describe("probes", () => {
  const probed = (image: string, probe: object) => ({ containers: [{ name: "c", image, readinessProbe: probe }] });

  it("asks gRPC health services by name, and says what is no such service", () => {
    const cluster = nodeUnderTest();
    cluster.create("app", probed("tutor/app:1.0", { grpc: { port: 8080 } }));
    cluster.create("ready", probed("tutor/app:1.0", { grpc: { port: 8080, service: "readiness" } }));
    cluster.create("other", probed("tutor/app:1.0", { grpc: { port: 8080, service: "other" } }));
    cluster.create("web", probed("nginx:1.27", { grpc: { port: 80 } }));
    cluster.create("closed", probed("nginx:1.27", { grpc: { port: 81 }, timeoutSeconds: 2 }));
    cluster.advance(30);
    expect(["app", "ready", "other", "web", "closed"].map((name) => cluster.line(name).slice(0, 3))).toEqual([
      "1/1",
      "1/1",
      "0/1",
      "0/1",
      "0/1",
    ]);
    const text = (name: string) => cluster.events(name).find((event) => event.includes("Unhealthy"));
    expect(text("other")).toMatch(/health rpc probe failed: rpc error: code = NotFound desc = unknown service$/);
    const failed =
      /timeout: failed to connect service "10\.244\.1\.\d+:8[01]" within [12]s: context deadline exceeded$/;
    expect(text("web")).toMatch(failed);
    expect(text("closed")).toMatch(failed);
    cluster.exec("ready", "c", "wget", "-qO-", "localhost:8080/admin/unready");
    cluster.advance(40);
    expect(cluster.line("ready")).toMatch(/^0\/1/);
    expect(cluster.events("ready").join()).toContain('service unhealthy (responded with "NOT_SERVING")');
  });

  it("does not take a plain answer for TLS", () => {
    const cluster = nodeUnderTest();
    cluster.create("web", probed("nginx:1.27", { httpGet: { port: 80, scheme: "HTTPS" } }));
    cluster.advance(30);
    expect(cluster.line("web")).toMatch(/^0\/1/);
    expect(cluster.events("web").join()).toMatch(/": http: server gave HTTP response to HTTPS client/);
  });
});

describe("termination", () => {
  it("is shortened by a second deletion that asks for less, never lengthened", () => {
    const cluster = nodeUnderTest();
    cluster.create("p", { containers: [sleeper] });
    cluster.advance(10);
    cluster.delete("p");
    cluster.advance(5);
    cluster.delete("p", 60);
    cluster.advance(1);
    expect(cluster.line("p")).toContain("Terminating");
    cluster.delete("p", 1);
    cluster.advance(5);
    expect(cluster.line("p")).toBe("gone");
    expect(cluster.events("p").join("\n")).toMatch(
      /Warning FailedKillPod error killing pod: \[failed to "KillContainer" for "sh" with KillContainerError: "rpc error: code = Canceled desc = context canceled", failed to "KillPodSandbox"/,
    );
  });
});

describe("eviction", () => {
  const writer = (path: string, size: string) => [
    "sh",
    "-c",
    `dd if=/dev/zero of=${path} bs=1M count=${size}; sleep 1000`,
  ];

  it("ends what takes more disk than it may, and says which limit it was", () => {
    const cluster = nodeUnderTest();
    const cache = { name: "cache", emptyDir: { sizeLimit: "50Mi" } };
    const mount = { name: "cache", mountPath: "/cache" };
    const limits = { "ephemeral-storage": "60Mi" };
    const base = { name: "c", image: "busybox:1.36" };
    cluster.create("dir", {
      volumes: [cache],
      containers: [{ ...base, command: writer("/cache/f", "80"), volumeMounts: [mount] }],
    });
    cluster.create("layer", { containers: [{ ...base, command: writer("/f", "80"), resources: { limits } }] });
    cluster.create("modest", { containers: [{ ...base, command: writer("/f", "40"), resources: { limits } }] });
    cluster.advance(60);
    const why = (name: string) => [cluster.get(name).status.reason, cluster.get(name).status.message];
    expect(why("dir")).toEqual(["Evicted", 'Usage of EmptyDir volume "cache" exceeds the limit "50Mi". ']);
    expect(why("layer")).toEqual([
      "Evicted",
      "Pod ephemeral local storage usage exceeds the total limit of containers 60Mi. ",
    ]);
    expect(cluster.line("modest")).toBe("1/1 Running 0");
  });

  it("relieves a node without memory of who is furthest beyond its requests, and admits no BestEffort pods meanwhile", () => {
    const cluster = nodeUnderTest();
    const hog = (size: string, memory: string) => ({
      containers: [
        {
          name: "c",
          image: "polinux/stress:latest",
          command: ["stress", "--vm", "1", "--vm-bytes", size, "--vm-hang", "1"],
          resources: { requests: { memory } },
        },
      ],
    });
    cluster.create("greedy", hog("4000M", "100Mi"));
    cluster.create("asked", hog("4000M", "4Gi"));
    cluster.advance(40);
    expect(cluster.get("greedy").status.message).toMatch(
      /^The node was low on resource: memory\. Threshold quantity: 100Mi, available: \d+(Ki)?\. Container c was using \d+Ki, request is 100Mi, has larger consumption of memory\. $/,
    );
    expect(cluster.get("greedy").status.conditions?.[0]).toMatchObject({
      type: "DisruptionTarget",
      reason: "TerminationByKubelet",
    });
    expect(cluster.line("asked")).toBe("1/1 Running 0");
    expect(cluster.events("worker-1")).toContain("Warning EvictionThresholdMet Attempting to reclaim memory");
    cluster.create("late", { containers: [sleeper] });
    cluster.advance(5);
    expect(cluster.get("late").status.message).toBe("Pod was rejected: The node had condition: [MemoryPressure]. ");
    cluster.advance(400);
    cluster.create("later", { containers: [sleeper] });
    cluster.advance(10);
    expect(cluster.line("later")).toBe("1/1 Running 0");
  });
});

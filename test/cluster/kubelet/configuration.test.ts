import { expect, test } from "vitest";
import type { ConfigMap, Pod, Secret } from "../../../src/api/types.ts";
import { resources } from "../../../src/cluster/client/resources.ts";
import { nodeUnderTest } from "./node-under-test.ts";

type Cluster = ReturnType<typeof nodeUnderTest>;
const namespace = "default";
const asleep = (more: object = {}) => ({ name: "c", image: "busybox:1.36", command: ["sleep", "36000"], ...more });

function configMap({ client }: Cluster, name: string, data: Record<string, string>): void {
  client.create<ConfigMap>(resources.configmaps, {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { namespace, name },
    data,
  });
}
function secret({ client }: Cluster, name: string, data: Record<string, string>): void {
  const encoded = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, btoa(value)]));
  client.create<Secret>(resources.secrets, {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { namespace, name },
    type: "Opaque",
    data: encoded,
  });
}

test("a mounted ConfigMap follows updates; subPath and environment do not", () => {
  const cluster = nodeUnderTest();
  configMap(cluster, "look", { color: "blue", shape: "round" });
  const volumeMounts = [
    { name: "all", mountPath: "/etc/look" },
    { name: "all", mountPath: "/etc/one/color", subPath: "color" },
    { name: "pick", mountPath: "/etc/pick" },
  ];
  const env = [{ name: "COLOR", valueFrom: { configMapKeyRef: { name: "look", key: "color" } } }];
  const volumes = [
    { name: "all", configMap: { name: "look" } },
    { name: "pick", configMap: { name: "look", defaultMode: 0o400, items: [{ key: "shape", path: "sub/form" }] } },
  ];
  cluster.create("reader", { terminationGracePeriodSeconds: 1, volumes, containers: [asleep({ env, volumeMounts })] });
  cluster.advance(6);
  const read = (script: string) => cluster.exec("reader", "c", "sh", "-c", script);
  expect(read("ls /etc/look; cat /etc/look/color; echo; cat /etc/one/color; echo; echo $COLOR")).toBe(
    "color\nshape\nblue\nblue\nblue\n[0]",
  );
  expect(read("ls -l /etc/pick/sub/ | tail -1 | cut -c1-10; cat /etc/pick/sub/form")).toBe("-r--------\nround[0]");
  expect(read("echo x > /etc/look/color")).toBe("sh: can't create /etc/look/color: Read-only file system\n[1]");
  cluster.client.patch(
    resources.configmaps,
    { namespace, name: "look" },
    { data: { color: "red", shape: null, size: "big" } },
  );
  cluster.advance(1);
  expect(read("cat /etc/look/color")).toBe("blue[0]");
  cluster.advance(92);
  expect(read("ls /etc/look; cat /etc/look/color; echo; cat /etc/one/color; echo; echo $COLOR")).toBe(
    "color\nsize\nred\nblue\nblue\n[0]",
  );
  expect(cluster.events("reader").filter((text) => text.startsWith("Warning"))).toEqual([
    'Warning FailedMount MountVolume.SetUp failed for volume "pick" : configmap references non-existent config key: shape',
  ]);
  expect(read("ls /etc/pick/sub")).toBe("form\n[0]");
});

test("projected, secret and downward volumes; a missing source holds the pod until it is there", () => {
  const cluster = nodeUnderTest();
  configMap(cluster, "cm", { a: "alpha", b: "beta" });
  const volumes = [
    {
      name: "info",
      downwardAPI: {
        items: [
          { path: "labels", fieldRef: { fieldPath: "metadata.labels" } },
          { path: "mem", resourceFieldRef: { containerName: "c", resource: "limits.memory", divisor: "1Mi" } },
        ],
      },
    },
    {
      name: "all",
      projected: {
        sources: [
          { configMap: { name: "cm", items: [{ key: "a", path: "conf/a.txt" }] } },
          { secret: { name: "sec" } },
        ],
      },
    },
  ];
  const volumeMounts = [
    { name: "info", mountPath: "/info" },
    { name: "all", mountPath: "/all" },
  ];
  cluster.create(
    "vols",
    { volumes, containers: [asleep({ volumeMounts, resources: { limits: { memory: "64Mi" } } })] },
    { labels: { app: "vols", tier: "back" } },
  );
  cluster.advance(6);
  expect(cluster.line("vols")).toBe("0/1 ContainerCreating 0");
  expect(cluster.events("vols")).toEqual([
    'Warning FailedMount MountVolume.SetUp failed for volume "all" : secret "sec" not found',
  ]);
  secret(cluster, "sec", { pw: "x" });
  cluster.advance(4);
  expect(cluster.line("vols")).toBe("1/1 Running 0");
  expect(
    cluster.exec("vols", "c", "sh", "-c", "cat /info/labels; echo; cat /info/mem; ls /all /all/conf; cat /all/pw"),
  ).toBe('app="vols"\ntier="back"\n64/all:\nconf\npw\n\n/all/conf:\na.txt\nx[0]');
});

test("references in the environment that lead nowhere, and the way out", () => {
  const cluster = nodeUnderTest();
  const from = (name: string, key: string) => ({
    containers: [asleep({ env: [{ name: "X", valueFrom: { configMapKeyRef: { name, key } } }] })],
  });
  cluster.create("none", from("colors", "main"));
  configMap(cluster, "other", { a: "b" });
  cluster.create("nokey", from("other", "main"));
  cluster.advance(5);
  const waiting = (name: string) => cluster.get(name).status.containerStatuses?.[0]?.state?.waiting;
  expect(cluster.line("none")).toBe("0/1 CreateContainerConfigError 0");
  expect(waiting("none")?.message).toBe('configmap "colors" not found');
  expect(waiting("nokey")?.message).toBe("couldn't find key main in ConfigMap default/other");
  configMap(cluster, "colors", { main: "red" });
  cluster.advance(25);
  expect(cluster.line("none")).toBe("1/1 Running 0");
  expect(cluster.get("none").status.containerStatuses?.[0]?.restartCount).toBe(0);
});

test("users, groups and read-only root file systems", () => {
  const cluster = nodeUnderTest();
  cluster.create("nonroot", { containers: [asleep({ securityContext: { runAsNonRoot: true } })] });
  const d = {
    volumes: [{ name: "d", emptyDir: {} }],
    containers: [asleep({ volumeMounts: [{ name: "d", mountPath: "/d" }] })],
  };
  cluster.create("user", { securityContext: { runAsUser: 1000, runAsGroup: 3000, fsGroup: 2000 }, ...d });
  cluster.create("readonly", { containers: [asleep({ securityContext: { readOnlyRootFilesystem: true } })] });
  cluster.advance(8);
  expect(["nonroot", "user", "readonly"].map(cluster.line)).toEqual([
    "0/1 CreateContainerConfigError 0",
    "1/1 Running 0",
    "1/1 Running 0",
  ]);
  expect(cluster.exec("user", "c", "id")).toBe("uid=1000 gid=3000 groups=2000,3000\n[0]");
  expect(cluster.exec("user", "c", "sh", "-c", `touch /d/f && ls -ln /d | awk "{print \\$3,\\$4,\\$9}"`)).toMatch(
    /1000 2000 f/,
  );
  expect(cluster.exec("user", "c", "touch", "/etc/x")).toBe("touch: /etc/x: Permission denied\n[1]");
  expect(cluster.exec("readonly", "c", "touch", "/tmp/x")).toBe("touch: /tmp/x: Read-only file system\n[1]");
  expect(cluster.exec("readonly", "c", "id")).toBe("uid=0(root) gid=0(root) groups=0(root)\n[0]");
});

test("names, hosts, variables and $(VAR)", () => {
  const cluster = nodeUnderTest();
  cluster.create("named", {
    hostname: "db",
    subdomain: "backend",
    hostAliases: [{ ip: "10.1.2.3", hostnames: ["foo.local", "bar.local"] }],
    containers: [asleep()],
  });
  cluster.create("both", {
    restartPolicy: "Never",
    containers: [
      {
        name: "c",
        image: "busybox:1.36",
        command: ["echo", "cmd"],
        args: ["a b", "$(GREETING)", "$$(GREETING)", "$(NOPE)"],
        env: [{ name: "GREETING", value: "hi" }],
      },
    ],
  });
  cluster.create("wd", {
    restartPolicy: "Never",
    containers: [{ name: "c", image: "busybox:1.36", command: ["pwd"], workingDir: "/data/new" }],
  });
  cluster.create("message", {
    restartPolicy: "Never",
    containers: [
      { name: "c", image: "busybox:1.36", command: ["sh", "-c", "echo bad config > /dev/termination-log; exit 2"] },
    ],
  });
  cluster.create("fallback", {
    restartPolicy: "Never",
    containers: [
      {
        name: "c",
        image: "busybox:1.36",
        terminationMessagePolicy: "FallbackToLogsOnError",
        command: ["sh", "-c", "echo last words; exit 2"],
      },
    ],
  });
  cluster.advance(6);
  expect(cluster.exec("named", "c", "hostname")).toBe("db\n[0]");
  expect(cluster.exec("named", "c", "cat", "/etc/hosts")).toMatch(
    /\n10\.244\.1\.\d+\tdb\.backend\.default\.svc\.cluster\.local\tdb\n\n# Entries added by HostAliases\.\n10\.1\.2\.3\tfoo\.local\tbar\.local\n/,
  );
  expect(cluster.logs("both", "c")).toBe("cmd a b hi $(GREETING) $(NOPE)\n");
  expect(cluster.logs("wd", "c")).toBe("/data/new\n");
  expect(cluster.exec("named", "c", "sh", "-c", "env | grep -E '^(HOSTNAME|HOME)=' | sort")).toBe(
    "HOME=/root\nHOSTNAME=db\n[0]",
  );
  const message = (name: string) => cluster.get(name).status.containerStatuses?.[0]?.state?.terminated?.message;
  expect([message("message"), message("fallback")]).toEqual(["bad config\n", "last words\n"]);
});

test("killing the main process restarts the container; a new image does too; debug containers come and go", () => {
  const cluster = nodeUnderTest();
  cluster.create("term", {
    terminationGracePeriodSeconds: 1,
    containers: [
      asleep({ command: ["sh", "-c", "trap 'exit 143' TERM; touch /tmp/marker; while :; do sleep 1; done"] }),
    ],
  });
  cluster.create("web", { containers: [{ name: "main", image: "nginx:1.25" }] });
  cluster.advance(5);
  cluster.exec("term", "c", "touch", "/tmp/mine");
  expect(cluster.exec("term", "c", "kill", "1")).toBe("[0]");
  cluster.client.patch(
    resources.pods,
    { namespace, name: "web" },
    { spec: { containers: [{ ...cluster.get("web").spec.containers[0], image: "nginx:1.26" }] } },
  );
  cluster.advance(6);
  expect([cluster.line("term"), cluster.line("web")].map((text) => text.replace(/ \(.*/, ""))).toEqual([
    "1/1 Running 1",
    "1/1 Running 1",
  ]);
  expect(cluster.get("term").status.containerStatuses?.[0]?.lastState?.terminated?.exitCode).toBe(143);
  expect(cluster.exec("term", "c", "ls", "/tmp")).toBe("marker\n[0]");
  expect(cluster.events("web")).toContain("Normal Killing Container main definition changed, will be restarted");
  const debug = {
    name: "dbg",
    image: "busybox:1.36",
    command: ["sleep", "14"],
    terminationMessagePolicy: "File",
    imagePullPolicy: "IfNotPresent",
  };
  cluster.client.patch<Pod>(
    resources.pods,
    { namespace, name: "web" },
    { spec: { ephemeralContainers: [debug] } },
    "ephemeralcontainers",
  );
  cluster.advance(3);
  expect(cluster.exec("web", "dbg", "echo", "hi")).toBe("hi\n[0]");
  cluster.advance(15);
  expect(cluster.get("web").status.ephemeralContainerStatuses?.[0]?.state?.terminated?.reason).toBe("Completed");
  expect(cluster.line("web").replace(/ \(.*/, "")).toBe("1/1 Running 1");
  expect(() => cluster.exec("web", "dbg", "ls")).toThrow('unable to upgrade connection: container not found ("dbg")');
});

test("a kubelet that comes back finds its pods still running", () => {
  const cluster = nodeUnderTest();
  cluster.create("web", { containers: [{ name: "c", image: "nginx:1.27" }] });
  cluster.advance(5);
  const id = cluster.get("web").status.containerStatuses?.[0]?.containerID;
  cluster.kubelet.stop();
  cluster.delete("web");
  cluster.advance(60);
  expect(cluster.line("web")).toBe("1/1 Terminating 0");
  cluster.kubelet.start();
  cluster.advance(4);
  expect(cluster.line("web")).toBe("gone");
  cluster.create("stay", { containers: [{ name: "c", image: "nginx:1.27" }] });
  cluster.advance(4);
  cluster.kubelet.stop();
  cluster.advance(20);
  cluster.kubelet.start();
  cluster.advance(4);
  expect(cluster.line("stay")).toBe("1/1 Running 0");
  expect(id).toMatch(/^containerd:\/\/[0-9a-f]{64}$/);
});

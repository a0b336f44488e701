// Who may import whom (src/README.md has the picture). `npm run house` fails on any other arrow, and on every cycle.
const inside = (folder) => `^src/${folder}/`;
const only = (name, from, allowed) => ({
  name,
  severity: "error",
  from: { path: inside(from) },
  to: { path: "^src/", pathNot: [from, "bytes", ...allowed].map(inside) },
});

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    only("bytes-stand-alone", "bytes", []),
    only("sim-stands-alone", "sim", []),
    only("api-stands-alone", "api", []),
    only("shell-stands-alone", "shell", []),
    only("terminal-stands-alone", "terminal", []),
    only("etcd-stands-alone", "cluster/etcd", []),
    only("apiserver", "cluster/apiserver", ["cluster/etcd", "api", "sim"]),
    only("client", "cluster/client", ["api", "sim"]),
    only("container-runtime", "cluster/container-runtime", ["shell", "api", "sim"]),
    only("scheduler", "cluster/scheduler", ["cluster/client", "api", "sim"]),
    only("controller-manager", "cluster/controller-manager", ["cluster/client", "api", "sim"]),
    only("kubelet", "cluster/kubelet", ["cluster/client", "cluster/container-runtime", "shell", "api", "sim"]),
    only("kube-proxy", "cluster/kube-proxy", ["cluster/client", "cluster/container-runtime", "api", "sim"]),
    only("coredns", "cluster/coredns", ["cluster/client", "cluster/container-runtime", "api", "sim"]),
    only("network-policy", "cluster/network-policy", ["cluster/client", "cluster/container-runtime", "api", "sim"]),
    only("ingress-nginx", "cluster/ingress-nginx", ["cluster/client", "cluster/container-runtime", "api", "sim"]),
    only("metrics-server", "cluster/metrics-server", ["cluster/client", "api", "sim"]),
    only("kubectl", "kubectl", ["api", "sim"]),
    only("tutor", "tutor", ["api"]),
    only("observe", "observe", ["api"]),
    only("http", "http", ["api"]),
    only("workshop", "workshop", ["tutor", "api", "http"]),
    only("page", "workshop/page", ["workshop/protocol"]),
    {
      name: "node-at-the-rim-only",
      comment: "Files, sockets and processes belong to the rim; the core is handed what it needs.",
      severity: "error",
      from: { path: "^src/", pathNot: ["^src/(cli|http|workshop)/", "^src/terminal/tty\\.ts$"] },
      to: { dependencyTypes: ["core"] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: { extensions: [".ts", ".tsx", ".js"] },
  },
};

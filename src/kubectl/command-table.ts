// All commands in the groups and the order of `kubectl --help`; each is loaded when it is asked for.

import type { Command, LazyCommand } from "./command.ts";

export interface CommandGroup {
  readonly title: string;
  readonly commands: readonly LazyCommand[];
}

function lazy(name: string, short: string, load: () => Promise<{ command: Command }>): LazyCommand {
  return { name, short, load: async () => (await load()).command };
}

export const PLUGIN_GROUP = "Subcommands provided by plugins:";

export const COMMAND_GROUPS: readonly CommandGroup[] = [
  {
    title: "Basic Commands (Beginner):",
    commands: [
      lazy("create", "Create a resource from a file or from stdin", () => import("./commands/create.ts")),
      lazy(
        "expose",
        "Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service",
        () => import("./commands/expose.ts"),
      ),
      lazy("run", "Run a particular image on the cluster", () => import("./commands/run.ts")),
      lazy("set", "Set specific features on objects", () => import("./commands/set.ts")),
    ],
  },
  {
    title: "Basic Commands (Intermediate):",
    commands: [
      lazy("explain", "Get documentation for a resource", () => import("./commands/explain.ts")),
      lazy("get", "Display one or many resources", () => import("./commands/get.ts")),
      lazy("edit", "Edit a resource on the server", () => import("./commands/edit.ts")),
      lazy(
        "delete",
        "Delete resources by file names, stdin, resources and names, or by resources and label selector",
        () => import("./commands/delete.ts"),
      ),
    ],
  },
  {
    title: "Deploy Commands:",
    commands: [
      lazy("rollout", "Manage the rollout of a resource", () => import("./commands/rollout.ts")),
      lazy(
        "scale",
        "Set a new size for a deployment, replica set, or replication controller",
        () => import("./commands/scale.ts"),
      ),
      lazy(
        "autoscale",
        "Auto-scale a deployment, replica set, stateful set, or replication controller",
        () => import("./commands/autoscale.ts"),
      ),
    ],
  },
  {
    title: "Cluster Management Commands:",
    commands: [
      lazy("certificate", "Modify certificate resources", () => import("./commands/certificate.ts")),
      lazy("cluster-info", "Display cluster information", () => import("./commands/cluster-info.ts")),
      lazy("top", "Display resource (CPU/memory) usage", () => import("./commands/top.ts")),
      lazy("cordon", "Mark node as unschedulable", () => import("./commands/cordon.ts")),
      lazy("uncordon", "Mark node as schedulable", () => import("./commands/uncordon.ts")),
      lazy("drain", "Drain node in preparation for maintenance", () => import("./commands/drain.ts")),
      lazy("taint", "Update the taints on one or more nodes", () => import("./commands/taint.ts")),
    ],
  },
  {
    title: "Troubleshooting and Debugging Commands:",
    commands: [
      lazy(
        "describe",
        "Show details of a specific resource or group of resources",
        () => import("./commands/describe.ts"),
      ),
      lazy("logs", "Print the logs for a container in a pod", () => import("./commands/logs.ts")),
      lazy("attach", "Attach to a running container", () => import("./commands/attach.ts")),
      lazy("exec", "Execute a command in a container", () => import("./commands/exec.ts")),
      lazy("port-forward", "Forward one or more local ports to a pod", () => import("./commands/port-forward.ts")),
      lazy("proxy", "Run a proxy to the Kubernetes API server", () => import("./commands/proxy.ts")),
      lazy("cp", "Copy files and directories to and from containers", () => import("./commands/cp.ts")),
      lazy("auth", "Inspect authorization", () => import("./commands/auth.ts")),
      lazy(
        "debug",
        "Create debugging sessions for troubleshooting workloads and nodes",
        () => import("./commands/debug.ts"),
      ),
      lazy("events", "List events", () => import("./commands/events.ts")),
    ],
  },
  {
    title: "Advanced Commands:",
    commands: [
      lazy("diff", "Diff the live version against a would-be applied version", () => import("./commands/diff.ts")),
      lazy("apply", "Apply a configuration to a resource by file name or stdin", () => import("./commands/apply.ts")),
      lazy("patch", "Update fields of a resource", () => import("./commands/patch.ts")),
      lazy("replace", "Replace a resource by file name or stdin", () => import("./commands/replace.ts")),
      lazy(
        "wait",
        "Experimental: Wait for a specific condition on one or many resources",
        () => import("./commands/wait.ts"),
      ),
      lazy(
        "kustomize",
        "Build a kustomization target from a directory or URL",
        () => import("./commands/kustomize.ts"),
      ),
    ],
  },
  {
    title: "Settings Commands:",
    commands: [
      lazy("label", "Update the labels on a resource", () => import("./commands/label.ts")),
      lazy("annotate", "Update the annotations on a resource", () => import("./commands/annotate.ts")),
      lazy(
        "completion",
        "Output shell completion code for the specified shell (bash, zsh, fish, or powershell)",
        () => import("./commands/completion.ts"),
      ),
    ],
  },
  {
    title: PLUGIN_GROUP,
    commands: [],
  },
  {
    title: "Other Commands:",
    commands: [
      lazy(
        "api-resources",
        "Print the supported API resources on the server",
        () => import("./commands/api-resources.ts"),
      ),
      lazy(
        "api-versions",
        'Print the supported API versions on the server, in the form of "group/version"',
        () => import("./commands/api-versions.ts"),
      ),
      lazy("config", "Modify kubeconfig files", () => import("./commands/config.ts")),
      lazy("plugin", "Provides utilities for interacting with plugins", () => import("./commands/plugin.ts")),
      lazy("version", "Print the client and server version information", () => import("./commands/version.ts")),
    ],
  },
];

/** Not in the list of the help, but there. */
const OTHER_COMMANDS: readonly LazyCommand[] = [
  { ...lazy("alpha", "Commands for features in alpha", () => import("./commands/alpha.ts")), hidden: true },
  {
    ...lazy("options", "Print the list of flags inherited by all commands", () => import("./commands/options.ts")),
    hidden: true,
  },
];

export function allCommands(): readonly LazyCommand[] {
  return [...COMMAND_GROUPS.flatMap((group) => group.commands), ...OTHER_COMMANDS];
}

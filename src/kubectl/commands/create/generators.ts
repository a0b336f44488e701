// The generators in the order of their names.

import type { LazyCommand } from "../../command.ts";

function lazy(name: string, short: string, aliases: readonly string[], find: () => Promise<LazyCommand>): LazyCommand {
  return { name, short, aliases, load: async () => (await find()).load() };
}

export const GENERATORS: readonly LazyCommand[] = [
  lazy("clusterrole", "Create a cluster role", [], async () => (await import("./roles.ts")).clusterRole),
  lazy(
    "clusterrolebinding",
    "Create a cluster role binding for a particular cluster role",
    [],
    async () => (await import("./role-bindings.ts")).clusterRoleBinding,
  ),
  lazy(
    "configmap",
    "Create a config map from a local file, directory or literal value",
    ["cm"],
    async () => (await import("./config-map.ts")).configMap,
  ),
  lazy("cronjob", "Create a cron job with the specified name", ["cj"], async () => (await import("./jobs.ts")).cronJob),
  lazy(
    "deployment",
    "Create a deployment with the specified name",
    ["deploy"],
    async () => (await import("./deployment.ts")).deployment,
  ),
  lazy(
    "ingress",
    "Create an ingress with the specified name",
    ["ing"],
    async () => (await import("./ingress.ts")).ingress,
  ),
  lazy("job", "Create a job with the specified name", [], async () => (await import("./jobs.ts")).job),
  lazy(
    "namespace",
    "Create a namespace with the specified name",
    ["ns"],
    async () => (await import("./small.ts")).namespace,
  ),
  lazy(
    "poddisruptionbudget",
    "Create a pod disruption budget with the specified name",
    ["pdb"],
    async () => (await import("./small.ts")).podDisruptionBudget,
  ),
  lazy(
    "priorityclass",
    "Create a priority class with the specified name",
    ["pc"],
    async () => (await import("./small.ts")).priorityClass,
  ),
  lazy(
    "quota",
    "Create a quota with the specified name",
    ["resourcequota"],
    async () => (await import("./small.ts")).quota,
  ),
  lazy("role", "Create a role with single rule", [], async () => (await import("./roles.ts")).role),
  lazy(
    "rolebinding",
    "Create a role binding for a particular role or cluster role",
    [],
    async () => (await import("./role-bindings.ts")).roleBinding,
  ),
  lazy("secret", "Create a secret using a specified subcommand", [], async () => (await import("./secret.ts")).secret),
  lazy(
    "service",
    "Create a service using a specified subcommand",
    ["svc"],
    async () => (await import("./service.ts")).service,
  ),
  lazy(
    "serviceaccount",
    "Create a service account with the specified name",
    ["sa"],
    async () => (await import("./small.ts")).serviceAccount,
  ),
  lazy("token", "Request a service account token", [], async () => (await import("./token.ts")).token),
];

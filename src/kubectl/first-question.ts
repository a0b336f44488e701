// What a command asks of the kubeconfig before it looks at its own arguments: what is wrong there is said first, and in words that
// depend on the question.

import type { CommandContext } from "./command.ts";

const NAMESPACE = new Set([
  ...["annotate", "apply edit-last-applied", "apply set-last-applied", "apply view-last-applied", "attach"],
  ...["auth reconcile", "cp", "debug", "delete", "describe", "edit", "get", "label", "patch", "scale"],
  ...["rollout history", "rollout pause", "rollout restart", "rollout resume", "rollout status", "rollout undo"],
  ...["set image", "set resources", "set serviceaccount", "set subject", "taint", "top pod"],
]);

const CLIENT = new Set(["attach", "cp", "debug", "explain", "rollout status", "taint"]);

export function askKubeconfig({ path, flags, session }: CommandContext): void {
  const name = path.slice("kubectl ".length);
  const isRaw = name === "get" && flags.string("raw") !== "";
  if (NAMESPACE.has(name) && !isRaw) session.requireNamespace();
  if (CLIENT.has(name)) session.requireClientConfig();
}

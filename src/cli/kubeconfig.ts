// The kubeconfig of the learner's laptop, as an installer of Kubernetes writes it.

import { toYaml } from "../kubectl/yaml/dump.ts";
import { parseYamlDocument } from "../kubectl/yaml/load.ts";

export const contextName = "admin@kubernetes";

export interface KubeconfigOptions {
  /** As in `https://172.18.0.2:6443`. */
  readonly server: string;
  readonly token: string;
  readonly namespace?: string;
}

export function kubeconfigText({ server, token, namespace }: KubeconfigOptions): string {
  const context = { cluster: "kubernetes", ...(namespace === undefined ? {} : { namespace }), user: "admin" };
  return toYaml({
    apiVersion: "v1",
    clusters: [{ cluster: { server }, name: "kubernetes" }],
    contexts: [{ context, name: contextName }],
    "current-context": contextName,
    kind: "Config",
    preferences: {},
    users: [{ name: "admin", user: { token } }],
  });
}

interface ContextFields {
  readonly "current-context"?: string;
  readonly contexts?: readonly { readonly name: string; readonly context?: { readonly namespace?: string } }[];
}

/** The namespace that the current context names, or `default`. */
export function currentNamespace(kubeconfig: string): string {
  // A file that the learner has broken names none.
  const config = (parseYamlDocument(kubeconfig).value ?? {}) as ContextFields;
  const current = config.contexts?.find(({ name }) => name === config["current-context"]);
  return current?.context?.namespace ?? "default";
}

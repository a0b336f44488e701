// What a controller's flags say, and which Ingresses are its own. Pure.

import type { Ingress, IngressClass } from "../../api/types.ts";

export interface Settings {
  /** What an IngressClass names in spec.controller. */
  readonly controllerClass: string;
  /** What the old annotation names. */
  readonly ingressClass: string;
  readonly watchesWithoutClass: boolean;
  /** All namespaces when empty. */
  readonly watchNamespace: string;
  /** `namespace/name` of the Service whose address the Ingresses get. */
  readonly publishService: string | undefined;
  readonly publishAddresses: readonly string[];
  /** `namespace/name`. */
  readonly defaultBackend: string | undefined;
  readonly defaultCertificate: string | undefined;
}

const CLASS_ANNOTATION = "kubernetes.io/ingress.class";

/** Flags as `--name=value`, `--name value`, or `--name` alone. */
export function settingsOf(argv: readonly string[]): Settings {
  const flag = (name: string): string | undefined => {
    const at = argv.findIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`));
    if (at < 0) return undefined;
    const word = argv[at] ?? "";
    if (word.includes("=")) return word.slice(word.indexOf("=") + 1);
    const next = argv[at + 1];
    return next === undefined || next.startsWith("-") ? "true" : next;
  };
  return {
    controllerClass: flag("controller-class") ?? "k8s.io/ingress-nginx",
    ingressClass: flag("ingress-class") ?? "nginx",
    watchesWithoutClass: flag("watch-ingress-without-class") === "true",
    watchNamespace: flag("watch-namespace") ?? "",
    publishService: flag("publish-service"),
    publishAddresses: (flag("publish-status-address") ?? "").split(",").filter((each) => each !== ""),
    defaultBackend: flag("default-backend-service"),
    defaultCertificate: flag("default-ssl-certificate"),
  };
}

/** The name of the class under which an Ingress is this controller's, or why it is not. */
export function classOf(
  ingress: Ingress,
  settings: Settings,
  classNamed: (name: string) => IngressClass | undefined,
): { readonly name: string } | { readonly error: string } {
  const { ingressClassName } = ingress.spec;
  const annotation = ingress.metadata.annotations?.[CLASS_ANNOTATION];
  if (ingressClassName !== undefined) {
    const found = classNamed(ingressClassName);
    return found?.spec?.controller === settings.controllerClass
      ? { name: ingressClassName }
      : { error: `no object matching key "${ingressClassName}" in local store` };
  }
  if (annotation !== undefined && annotation !== "")
    return annotation === settings.ingressClass
      ? { name: annotation }
      : { error: `ingress class annotation is not equal to the expected by Ingress Controller` };
  return settings.watchesWithoutClass
    ? { name: settings.ingressClass }
    : { error: "ingress does not contain a valid IngressClass" };
}

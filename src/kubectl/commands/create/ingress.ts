// Stands for kubectl create ingress.

import { KubectlError } from "../../errors.ts";
import { stringArrayFlag, stringFlag } from "../../flags/flag.ts";
import { generator, type Manifest, metadataOf } from "./generator.ts";

const RULE =
  /^(?<host>[\w*\-.]*)(?<path>\/[^=]*)?=(?<service>[\w-]+):(?<port>[\w-]+)(?<tls>,tls(?:=(?<secret>[\w-]*))?)?$/;

export const ingress = generator({
  name: "ingress",
  aliases: ["ing"],
  short: "Create an ingress with the specified name",
  examples: `# Route all requests for example.com to the service web on port 80
kubectl create ingress site --rule="example.com/*=web:80"

# Route one exact path, with a TLS secret
kubectl create ingress site --rule="example.com/api=api:8080,tls=site-cert"

# Create an ingress with a class and a default backend
kubectl create ingress site --class=nginx --default-backend=web:80`,
  usage: "ingress NAME --rule=host/path=service:port[,tls[=secret]] ",
  flags: [
    stringArrayFlag("annotation", "Annotation to insert in the ingress object, in the format annotation=value"),
    stringFlag("class", "Ingress Class to be used"),
    stringFlag("default-backend", "Default service for backend, in format of svcname:port"),
    stringArrayFlag(
      "rule",
      "Rule in format host/path=service:port[,tls=secretname]. Paths that end in '*' are of pathType Prefix. tls is optional.",
    ),
  ],
  root: "/apis/networking.k8s.io/v1",
  resource: "ingresses",
  namespaced: true,
  failure: "failed to create ingress: ",
  make(context, name) {
    const { flags } = context;
    const rules = flags.strings("rule");
    const backend = flags.string("default-backend");
    if (rules.length === 0 && backend === "") {
      throw new KubectlError(
        "not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)",
      );
    }
    const annotations = Object.fromEntries(flags.strings("annotation").map(annotation));
    const matches = rules.map(parseRule);
    return {
      kind: "Ingress",
      apiVersion: "networking.k8s.io/v1",
      metadata: metadataOf(context, name, Object.keys(annotations).length === 0 ? {} : { annotations }),
      spec: {
        ...(flags.string("class") === "" ? {} : { ingressClassName: flags.string("class") }),
        ...(backend === "" ? {} : { defaultBackend: defaultBackend(backend) }),
        ...tlsOf(matches),
        ...(matches.length === 0 ? {} : { rules: rulesOf(matches) }),
      },
      status: { loadBalancer: {} },
    };
  },
});

function annotation(text: string): [string, string] {
  const [key = "", ...value] = text.split("=");
  if (key === "" || value.length === 0)
    throw new KubectlError(`annotation ${text} is invalid and should be in format key=[value]`);
  return [key, value.join("=")];
}

function parseRule(text: string): Record<string, string | undefined> {
  const match = RULE.exec(text)?.groups;
  if (match === undefined)
    throw new KubectlError(`rule ${text} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`);
  return match;
}

function backendOf(service: string, port: string): Manifest {
  return { service: { name: service, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } };
}

function defaultBackend(text: string): Manifest {
  const [service = "", port = "", ...rest] = text.split(":");
  if (service === "" || port === "" || rest.length > 0)
    throw new KubectlError("default-backend should be in format servicename:serviceport");
  return backendOf(service, port);
}

function rulesOf(matches: readonly Record<string, string | undefined>[]): Manifest[] {
  const byHost = new Map<string, Manifest[]>();
  for (const { host = "", path = "", service = "", port = "" } of matches) {
    const prefix = path.endsWith("*") || path === "";
    const entry = {
      path: path === "" ? "/" : path.replace(/\*$/, ""),
      pathType: prefix ? "Prefix" : "Exact",
      backend: backendOf(service, port),
    };
    byHost.set(host, [...(byHost.get(host) ?? []), entry]);
  }
  return [...byHost].map(([host, paths]) => ({ ...(host === "" ? {} : { host }), http: { paths } }));
}

function tlsOf(matches: readonly Record<string, string | undefined>[]): Manifest {
  const bySecret = new Map<string, Set<string>>();
  for (const { host = "", tls, secret = "" } of matches) {
    if (tls === undefined) continue;
    bySecret.set(secret, (bySecret.get(secret) ?? new Set()).add(host));
  }
  if (bySecret.size === 0) return {};
  const tls = [...bySecret].map(([secretName, hosts]) => {
    const named = [...hosts].filter((host) => host !== "");
    return { ...(named.length === 0 ? {} : { hosts: named }), ...(secretName === "" ? {} : { secretName }) };
  });
  return { tls };
}

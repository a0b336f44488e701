// Stands for kubectl create ingress.

import { KubectlError } from "../../errors.ts";
import { stringArrayFlag, stringFlag } from "../../flags/flag.ts";
import { generator, type Manifest, metadataOf } from "./generator.ts";

// Only the beginning is looked at: what follows the port may be anything, but only `,tls` has an effect.
const RULE = /^[\w*\-.]*\/[^,=\n]*=[\w-]+:[\w-]+/;

interface Rule {
  readonly host: string;
  readonly path: string;
  readonly service: string;
  readonly port: string;
  /** The name of the secret, which may be empty; undefined without TLS. */
  readonly secret: string | undefined;
}

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
  if (value.length === 0) throw new KubectlError(`annotation ${text} is invalid and should be in format key=[value]`);
  return [key, value.join("=")];
}

function parseRule(text: string): Rule {
  if (!RULE.test(text))
    throw new KubectlError(`rule ${text} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`);
  const [target = "", tls, ...more] = text.split(",");
  const slash = target.indexOf("/");
  const [path = "", backend = ""] = target.slice(slash).split("=");
  const [service = "", port = ""] = backend.split(":");
  const secret = tls === undefined || more.length > 0 ? undefined : (tls.split("=")[1] ?? "");
  return { host: target.slice(0, slash), path, service, port, secret };
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

function rulesOf(rules: readonly Rule[]): Manifest[] {
  const byHost = new Map<string, Manifest[]>();
  for (const { host, path, service, port } of rules) {
    const entry = {
      path: path.replace(/\*$/, ""),
      pathType: path.endsWith("*") ? "Prefix" : "Exact",
      backend: backendOf(service, port),
    };
    byHost.set(host, [...(byHost.get(host) ?? []), entry]);
  }
  return [...byHost].map(([host, paths]) => ({ ...(host === "" ? {} : { host }), http: { paths } }));
}

// A host is in the list of one secret only.
function tlsOf(rules: readonly Rule[]): Manifest {
  const bySecret = new Map<string, string[]>();
  const seen = new Set<string>();
  for (const { host, secret } of rules) {
    if (secret === undefined || seen.has(host)) continue;
    seen.add(host);
    const hosts = bySecret.get(secret);
    if (hosts !== undefined) hosts.push(host);
    else if (host !== "" || secret !== "") bySecret.set(secret, host === "" ? [] : [host]);
  }
  if (bySecret.size === 0) return {};
  const tls = [...bySecret].map(([secretName, hosts]) => ({
    ...(hosts.length === 0 ? {} : { hosts }),
    ...(secretName === "" ? {} : { secretName }),
  }));
  return { tls };
}

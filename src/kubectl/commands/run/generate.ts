// Makes the pod of kubectl run, and the Service of its --expose: fields in the order in which Go has them.

import { goQuote } from "../../../api/go-values.ts";
import type { AnyObject } from "../../../api/types.ts";
import type { CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import type { FlagValues } from "../../flags/flag-values.ts";

export function generatePod(name: string, { args, argsBeforeDash, flags, session }: CommandContext): AnyObject {
  const words = args.slice(argsBeforeDash === -1 ? 1 : Math.max(1, argsBeforeDash));
  const labels = flags.string("labels") === "" ? { run: name } : parseLabels(flags.string("labels"));
  const annotations = parseAnnotations(flags.strings("annotations"));
  const port = flags.string("port");
  const restartPolicy = flags.string("restart");
  const env = flags.strings("env").map(parseVariable);
  const policy = flags.string("image-pull-policy");
  const container = {
    name,
    image: flags.string("image"),
    ...(words.length > 0 ? { [flags.bool("command") ? "command" : "args"]: words } : {}),
    ...(port === "" ? {} : { ports: [{ containerPort: parsePort(port) }] }),
    ...(env.length > 0 ? { env } : {}),
    resources: {},
    ...(policy === "" ? {} : { imagePullPolicy: policy }),
    ...(flags.bool("privileged") ? { securityContext: { privileged: true } } : {}),
    ...(flags.bool("stdin") ? { stdin: true } : {}),
    ...(flags.bool("stdin") && !flags.bool("leave-stdin-open") ? { stdinOnce: true } : {}),
    ...(flags.bool("tty") ? { tty: true } : {}),
  };
  const metadata = {
    name,
    ...(session.namespaceGiven ? { namespace: session.namespace } : {}),
    creationTimestamp: null,
    labels,
    ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
  };
  const spec = { containers: [container], restartPolicy, dnsPolicy: "ClusterFirst" };
  return { kind: "Pod", apiVersion: "v1", metadata, spec, status: {} } as unknown as AnyObject;
}

export function generateService(name: string, pod: AnyObject, flags: FlagValues): AnyObject {
  const port = parsePort(flags.string("port"));
  const metadata = {
    name,
    ...(pod.metadata.namespace ? { namespace: pod.metadata.namespace } : {}),
    creationTimestamp: null,
  };
  const spec = { ports: [{ protocol: "TCP", port, targetPort: port }], selector: pod.metadata.labels };
  return { kind: "Service", apiVersion: "v1", metadata, spec, status: { loadBalancer: {} } } as unknown as AnyObject;
}

/** `a=b,c=d` */
export function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const pair of text.split(",")) {
    const [key = "", value, ...rest] = pair.split("=");
    if (value === undefined || rest.length > 0 || key === "") throw new KubectlError(`unexpected label spec: ${pair}`);
    labels[key] = value;
  }
  return labels;
}

function parseAnnotations(pairs: readonly string[]): Record<string, string> {
  const annotations: Record<string, string> = {};
  for (const pair of pairs) {
    const equals = pair.indexOf("=");
    if (equals <= 0) throw new KubectlError(`invalid annotations format: ${pair}`);
    annotations[pair.slice(0, equals)] = pair.slice(equals + 1);
  }
  return annotations;
}

function parseVariable(text: string): { name: string; value?: string } {
  const equals = text.indexOf("=");
  const name = text.slice(0, Math.max(0, equals));
  if (!/^(?!\.$|\.\.)[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name)) throw new KubectlError(`invalid env: ${text}`);
  const value = text.slice(equals + 1);
  return value === "" ? { name } : { name, value };
}

export function parsePort(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw new KubectlError(`strconv.Atoi: parsing ${goQuote(text)}: invalid syntax`);
  return Number(text);
}

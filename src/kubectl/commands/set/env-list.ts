// Lists the variables of each container, with where they come from, as kubectl set env --list.

import type { AnyObject, ConfigMap, Container, EnvVar, Secret } from "../../../api/types.ts";
import { textOfBase64 } from "../../../bytes/base64.ts";
import type { CommandContext } from "../../command.ts";
import { containerResourceValue } from "../../describe/resource-field.ts";
import { asError } from "../../errors.ts";
import { typedForm } from "../../go-order.ts";
import type { Info } from "../../info.ts";
import type { Fields } from "../../object-patch.ts";
import { podSpecOf } from "../../pod-spec.ts";
import { visitInfos } from "../../resource-builder.ts";
import { targetOptions } from "./change.ts";
import { chosenContainers } from "./containers.ts";

export async function listEnvironment(context: CommandContext, resources: readonly string[]): Promise<void> {
  await visitInfos(context.session, targetOptions(context, resources), (info) => listOne(context, info));
}

async function listOne(context: CommandContext, info: Info): Promise<void> {
  const { flags, io } = context;
  const spec = podSpecOf(typedForm(info.object as unknown as Fields));
  if (spec === undefined) return;
  const failures: string[] = [];
  for (const container of chosenContainers(context, info, spec)) {
    io.stdout.write(`# ${info.resource.kind} ${info.name}, container ${container.name}\n`);
    for (const variable of (container.env ?? []) as readonly EnvVar[]) {
      const { name, value = "", valueFrom } = variable;
      const shown =
        valueFrom && flags.bool("resolve")
          ? await resolve(context, info, container as Container, variable, failures)
          : value;
      io.stdout.write(
        valueFrom && (shown === undefined || !flags.bool("resolve"))
          ? `# ${name} from ${origin(valueFrom)}\n`
          : `${name}=${shown}\n`,
      );
    }
  }
  for (const failure of failures.sort()) io.stderr.write(`error retrieving reference for ${failure}\n`);
}

type Source = NonNullable<EnvVar["valueFrom"]>;

function origin({ configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef }: Source): string {
  if (configMapKeyRef) return `configmap ${configMapKeyRef.name ?? ""}, key ${configMapKeyRef.key}`;
  if (secretKeyRef) return `secret ${secretKeyRef.name ?? ""}, key ${secretKeyRef.key}`;
  if (fieldRef) return `field path ${fieldRef.fieldPath}`;
  if (!resourceFieldRef) return "invalid valueFrom";
  const container = resourceFieldRef.containerName ? `${resourceFieldRef.containerName}/` : "";
  return `resource field ${container}${resourceFieldRef.resource}`;
}

/** The value, undefined when it cannot be had, which is then noted. */
async function resolve(
  { session }: CommandContext,
  { namespace, object }: Info,
  container: Container,
  { name, valueFrom }: EnvVar,
  failures: string[],
): Promise<string | undefined> {
  const { configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef } = valueFrom ?? {};
  const core = `/api/v1/namespaces/${namespace}`;
  try {
    if (configMapKeyRef) {
      const map = (await session.client.get(
        `${core}/configmaps/${configMapKeyRef.name ?? ""}`,
      )) as unknown as ConfigMap;
      return map.data?.[configMapKeyRef.key];
    }
    if (secretKeyRef) {
      const secret = (await session.client.get(`${core}/secrets/${secretKeyRef.name ?? ""}`)) as unknown as Secret;
      const value = secret.data?.[secretKeyRef.key];
      return value === undefined ? undefined : textOfBase64(value);
    }
    if (resourceFieldRef) return containerResourceValue(container, resourceFieldRef.resource, resourceFieldRef.divisor);
    return fieldRef === undefined || object === undefined ? undefined : fieldValue(object, fieldRef.fieldPath);
  } catch (error) {
    failures.push(`${name}: ${asError(error).message}`);
    return undefined;
  }
}

function fieldValue({ metadata }: AnyObject, path: string): string {
  const [, map, key = ""] = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path) ?? [];
  if (map === "labels" || map === "annotations") return metadata[map]?.[key] ?? "";
  if (path === "metadata.name") return metadata.name;
  if (path === "metadata.namespace") return metadata.namespace ?? "";
  if (path === "metadata.uid") return metadata.uid;
  throw new Error(`unsupported fieldPath: ${path}`);
}

// --custom of kubectl debug: a file with parts of a container, which are patched into the debug container.

import { applyStrategicPatch } from "../../../api/patch/strategic-apply.ts";
import type { Container, Draft } from "../../../api/types.ts";
import type { CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import { systemMessage } from "../../kubeconfig.ts";
import { structOfKind } from "../../openapi.ts";
import { parseYamlDocument } from "../../yaml/load.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What the file holds; undefined where none was named. */
export function customContainer({ flags, io }: CommandContext): Fields | undefined {
  const path = flags.string("custom");
  if (path === "") return undefined;
  let text: string;
  try {
    text = io.files.read(path);
  } catch (error) {
    throw new KubectlError(
      `must pass a container spec json file for custom profile: ${systemMessage("open", path, error)}`,
    );
  }
  const { value, error } = parseYamlDocument(text);
  if (error !== undefined) throw new KubectlError(`${path} does not contain a valid container spec: ${error}`);
  return typeof value === "object" && value !== null ? (value as Fields) : undefined;
}

const FIXED: readonly string[] = ["name", "command", "image", "lifecycle", "volumeDevices"];

export function checkCustom(custom: Fields): void {
  const isSet = (value: unknown) => value !== undefined && value !== null && value !== "" && !isEmptyList(value);
  if (FIXED.some((name) => isSet(custom[name])))
    throw new KubectlError("name, command, image, lifecycle and volume devices are not modifiable via custom profile");
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** The container with what the file says of it. */
export async function customised(context: CommandContext, container: Draft<Container>): Promise<Draft<Container>> {
  const custom = customContainer(context);
  if (custom === undefined) return container;
  const pod = await structOfKind(context.session.client, { group: "", version: "v1", kind: "Pod" });
  const inPod = (each: object) => ({ spec: { containers: [{ ...each, name: container.name }] } });
  const { spec } = applyStrategicPatch(inPod(container), inPod(custom), pod) as {
    spec: { containers: readonly Draft<Container>[] };
  };
  return spec.containers[0] ?? container;
}

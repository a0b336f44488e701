// The debug container: what it is called, runs and may do.

import type { Container, Draft, Pod } from "../../../api/types.ts";
import type { CommandContext } from "../../command.ts";

const SUFFIX_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

export function randomSuffix({ io }: Pick<CommandContext, "io">): string {
  return Array.from({ length: 5 }, () => SUFFIX_ALPHABET[Math.floor(io.random() * SUFFIX_ALPHABET.length)]).join("");
}

/** The name that -c gives, else a new one, which is then said. */
export function debugContainerName(context: CommandContext, pod: Pick<Pod, "spec">): string {
  const given = context.flags.string("container");
  if (given !== "") return given;
  const { containers, initContainers = [], ephemeralContainers = [] } = pod.spec;
  const taken = [...containers, ...initContainers, ...ephemeralContainers].map(({ name }) => name);
  let name = "";
  do name = `debugger-${randomSuffix(context)}`;
  while (taken.includes(name));
  if (!context.flags.bool("quiet")) context.io.stdout.write(`Defaulting debug container name to ${name}.\n`);
  return name;
}

export function debugContainer({ flags }: CommandContext, name: string, words: readonly string[]): Draft<Container> {
  const env = environmentOf(flags.strings("env"));
  const policy = flags.string("image-pull-policy");
  return {
    name,
    image: flags.string("image"),
    ...(words.length > 0 ? { [flags.bool("arguments-only") ? "args" : "command"]: [...words] } : {}),
    ...(env.length > 0 ? { env } : {}),
    ...(policy === "" ? {} : { imagePullPolicy: policy }),
    resources: {},
    ...(flags.bool("stdin") ? { stdin: true } : {}),
    terminationMessagePolicy: "File",
    ...(flags.bool("tty") ? { tty: true } : {}),
  } as Draft<Container>;
}

/** The variables of --env, each name once. */
export function environmentOf(pairs: readonly string[]): { name: string; value: string }[] {
  const variables = new Map(pairs.map((text) => [text.split("=")[0] ?? "", text.slice(text.indexOf("=") + 1)]));
  return [...variables].map(([name, value]) => ({ name, value }));
}

/** Some rights are of no use to who is not root. */
export function warnOfUser(
  { io }: Pick<CommandContext, "io">,
  container: Container,
  { spec }: Pick<Pod, "spec">,
): void {
  const user = spec.securityContext?.runAsUser ?? 0;
  const { securityContext } = container;
  if (user === 0 || securityContext === undefined || securityContext.runAsUser === 0) return;
  if (securityContext.privileged !== true && (securityContext.capabilities?.add ?? []).length === 0) return;
  io.stderr.write(
    'Warning: Non-root user is configured for the entire target Pod, and some capabilities granted by debug profile may not work. Please consider using "--custom" with a custom profile that specifies "securityContext.runAsUser: 0".\n',
  );
}

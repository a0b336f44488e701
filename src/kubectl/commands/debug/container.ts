// The debug container: what it is called, runs and may do.

import type { Container, Draft, Pod } from "../../../api/types.ts";
import type { CommandContext } from "../../command.ts";

const SUFFIX_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

export function randomSuffix({ io }: Pick<CommandContext, "io">): string {
  return Array.from({ length: 5 }, () => SUFFIX_ALPHABET[Math.floor(io.random() * SUFFIX_ALPHABET.length)]).join("");
}

/** The name that -c gives, else a new one, which is then said. */
export function debugContainerName(context: CommandContext, pod: Pod): string {
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
  const env = flags
    .strings("env")
    .map((text) => ({ name: text.split("=")[0] ?? "", value: text.slice(text.indexOf("=") + 1) }));
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
    ...securityOf(flags.string("profile")),
  } as Draft<Container>;
}

function securityOf(profile: string): { securityContext?: Draft<NonNullable<Container["securityContext"]>> } {
  switch (profile) {
    case "general":
      return { securityContext: { capabilities: { add: ["SYS_PTRACE"] } } };
    case "netadmin":
      return { securityContext: { capabilities: { add: ["NET_ADMIN", "NET_RAW"] } } };
    case "sysadmin":
      return { securityContext: { privileged: true } };
    case "restricted":
      return {
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"] },
          runAsNonRoot: true,
          seccompProfile: { type: "RuntimeDefault" },
        },
      };
    default:
      return {};
  }
}

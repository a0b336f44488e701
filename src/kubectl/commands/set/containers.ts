// Which containers a pattern such as `*` or `web-*` means.

import type { Container, Draft, PodSpec } from "../../../api/types.ts";
import type { CommandContext } from "../../command.ts";
import type { Info } from "../../info.ts";
import { writeWarning } from "../../warnings.ts";

/** Those that --containers means; it is said when there is none. */
export function chosenContainers({ flags, io }: CommandContext, info: Info, spec: Draft<PodSpec>): Draft<Container>[] {
  const pattern = flags.string("containers");
  const all = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  const chosen = all.filter(({ name }) => matchesContainer(pattern, name));
  if (chosen.length === 0)
    writeWarning(io, `${info.resource.kind}/${info.name} does not have any containers matching "${pattern}"`);
  return chosen;
}

export function matchesContainer(pattern: string, name: string): boolean {
  const text = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${text}$`).test(name);
}

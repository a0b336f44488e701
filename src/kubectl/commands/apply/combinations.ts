// Which flags of apply go together.

import type { CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import type { DryRun } from "../../printers/print-flags.ts";

/** What is said of a prune that nothing limits. */
const PRUNES_ALL =
  "all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector";

/** Throws for the first flags that do not go together. */
export function checkCombinations({ flags }: CommandContext, dryRun: DryRun): void {
  const [serverSide, force, prunes] = [flags.bool("server-side"), flags.bool("force"), flags.bool("prune")];
  const isSelecting = flags.string("selector") !== "";
  const complaints: readonly (readonly [boolean, string])[] = [
    [flags.bool("force-conflicts") && !serverSide, "--force-conflicts only works with --server-side"],
    [
      dryRun === "client" && serverSide,
      "--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)",
    ],
    [serverSide && force, "--force cannot be used with --server-side"],
    [dryRun === "server" && force, "--dry-run=server cannot be used with --force"],
    [flags.bool("all") && isSelecting, "cannot set --all and --selector at the same time"],
    [prunes && !flags.bool("all") && !isSelecting, PRUNES_ALL],
    [prunes && serverSide, "--prune is in alpha and doesn't currently work on objects created by server-side apply"],
    [flags.string("subresource") !== "" && !serverSide, "--subresource can only be specified for --server-side"],
  ];
  const [, text] = complaints.find(([isWrong]) => isWrong) ?? [];
  if (text !== undefined) throw new KubectlError(text);
}

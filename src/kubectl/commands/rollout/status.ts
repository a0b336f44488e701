// Stands for kubectl rollout status: follows a rollout until it is complete.

import type { Command, CommandContext } from "../../command.ts";
import { isStatus, KubectlError } from "../../errors.ts";
import { boolFlag, durationFlag, intFlag } from "../../flags/flag.ts";
import type { Info } from "../../info.ts";
import { visitInfos } from "../../resource-builder.ts";
import { watchObject } from "../../watch-object.ts";
import { rolloutProgress } from "./progress.ts";
import { noteNothingFound, rolloutTargets, TARGET_FLAGS } from "./targets.ts";

export const command: Command = {
  name: "status",
  short: "Show the status of the rollout",
  long: "Follow the newest rollout until it is done; with --watch=false, show its status once.",
  examples: "# Watch the rollout of a deployment\nkubectl rollout status deployment/nginx",
  usage: "status (TYPE NAME | TYPE/NAME) [flags]",
  flags: [
    ...TARGET_FLAGS,
    intFlag("revision", "Watch only this revision; 0 means the newest."),
    durationFlag("timeout", "How long to wait before giving up; 0 means without end."),
    boolFlag("watch", "Follow the status until the rollout is done.", true, { shorthand: "w" }),
  ],
  interrupted: () => 1,
  run: status,
};

async function status(context: CommandContext): Promise<void> {
  if (context.flags.int("revision") < 0) {
    throw new KubectlError(`revision must be a positive integer: ${context.flags.int("revision")}`);
  }
  const count = await visitInfos(context.session, rolloutTargets(context), (info) => follow(context, info));
  if (count === 0) noteNothingFound(context);
}

async function follow(context: CommandContext, info: Info): Promise<void> {
  const { flags, io, session } = context;
  const revision = flags.int("revision");
  if (info.object === undefined)
    throw new KubectlError(`no status viewer has been implemented for ${info.resource.kind}`);
  rolloutProgress(info.object, 0);
  await watchObject(session, info, flags.duration("timeout"), ({ object }) => {
    if (object === undefined) throw new KubectlError("object has been deleted");
    const { message, done } = rolloutProgress(object, revision);
    io.stdout.write(message);
    return done || !flags.bool("watch");
  }).catch((error: unknown) => {
    if (isStatus(error, "NotFound")) throw new KubectlError("object has been deleted");
    throw error;
  });
}

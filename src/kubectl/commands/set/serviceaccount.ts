// Stands for kubectl set serviceaccount.

import { RECORD_FLAG } from "../../change-cause.ts";
import type { Command, CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import { podSpecOf } from "../../pod-spec.ts";
import { changeObjects, SET_FLAGS, withoutTemplate } from "./change.ts";

export const command: Command = {
  name: "serviceaccount",
  aliases: ["sa"],
  short: "Update the service account of a resource",
  long: "Change the service account of pod templates.",
  examples:
    "# The service account of a deployment\nkubectl set serviceaccount deployment nginx-deployment serviceaccount1",
  usage: "serviceaccount (-f FILENAME | TYPE NAME) SERVICE_ACCOUNT",
  flags: [...SET_FLAGS, RECORD_FLAG],
  run: setServiceAccount,
};

async function setServiceAccount(context: CommandContext): Promise<void> {
  const { args, flags } = context;
  const account = args.at(-1);
  if (account === undefined) throw new KubectlError("serviceaccount is required");
  await changeObjects(context, {
    operation: "serviceaccount updated",
    // Here kubectl looks at nothing but the files.
    resources: flags.bool("local") ? [] : args.slice(0, -1),
    failure: "ServiceAccountName",
    sendsAlways: true,
    change: (object, info) => {
      const spec = podSpecOf(object);
      if (spec === undefined) throw withoutTemplate(info);
      spec.serviceAccountName = account;
    },
  });
}

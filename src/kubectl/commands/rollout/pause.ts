// Stands for kubectl rollout pause.

import type { Command } from "../../command.ts";
import { changeFlags, changeRollouts, pausedOf, setPaused } from "./change.ts";

export const command: Command = {
  name: "pause",
  short: "Mark the provided resource as paused",
  long: "Pause a rollout: the controller leaves a paused Deployment as it is. Use `kubectl rollout resume` to go on.",
  examples: "# Changes of the deployment have no effect while it is paused\nkubectl rollout pause deployment/nginx",
  usage: "pause RESOURCE",
  flags: changeFlags(),
  run: (context) =>
    changeRollouts(context, "paused", (object, name) => {
      if (pausedOf(object, name, "pausing")) throw name("is already paused");
      return setPaused(object, true);
    }),
};

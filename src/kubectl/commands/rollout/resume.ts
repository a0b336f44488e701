// Stands for kubectl rollout resume.

import type { Command } from "../../command.ts";
import { changeFlags, changeRollouts, pausedOf, setPaused } from "./change.ts";

export const command: Command = {
  name: "resume",
  short: "Resume a paused resource",
  long: "Resume a paused rollout: the controller brings about what was changed meanwhile.",
  examples: "# Go on with a paused deployment\nkubectl rollout resume deployment/nginx",
  usage: "resume RESOURCE",
  flags: changeFlags(),
  run: (context) =>
    changeRollouts(context, "resumed", (object, name) => {
      if (!pausedOf(object, name, "resuming")) throw name("is not paused");
      return setPaused(object, false);
    }),
};

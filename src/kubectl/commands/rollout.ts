// Stands for kubectl rollout.

import { type Command, loaded } from "../command.ts";
import { helpAndFail } from "../help-only.ts";
import { command as history } from "./rollout/history.ts";
import { command as pause } from "./rollout/pause.ts";
import { command as restart } from "./rollout/restart.ts";
import { command as resume } from "./rollout/resume.ts";
import { command as status } from "./rollout/status.ts";
import { command as undo } from "./rollout/undo.ts";

export const command: Command = {
  name: "rollout",
  short: "Manage the rollout of a resource",
  long: "Manage the rollout of one or many resources.\n        \n Valid resource types include:\n\n  *  deployments\n  *  daemonsets\n  *  statefulsets",
  examples:
    "# Rollback to the previous deployment\nkubectl rollout undo deployment/abc\n\n# Check the rollout status of a daemonset\nkubectl rollout status daemonset/foo\n\n# Restart a deployment\nkubectl rollout restart deployment/abc\n\n# Restart deployments with the 'app=nginx' label\nkubectl rollout restart deployment --selector=app=nginx",
  usage: "rollout SUBCOMMAND",
  flags: [],
  subcommands: [history, pause, restart, resume, status, undo].map(loaded),
  run: helpAndFail,
};

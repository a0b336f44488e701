// Stands for kubectl rollout restart: a new annotation on the template makes the controller replace all pods.

import { type AnyObject, type Draft, draftOf } from "../../../api/types.ts";
import type { Command } from "../../command.ts";
import { podTemplateOf } from "../../pod-spec.ts";
import { type Complaint, changeFlags, changeRollouts } from "./change.ts";

const RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";
const RESTARTABLE: readonly string[] = ["Deployment", "DaemonSet", "StatefulSet"];

export const command: Command = {
  name: "restart",
  short: "Restart a resource",
  long: "Restart a workload: its pods are replaced as in any other rollout.",
  examples:
    "# Restart a deployment\nkubectl rollout restart deployment/nginx\n\n# Restart all deployments of a namespace\nkubectl rollout restart deployment -n test",
  usage: "restart RESOURCE",
  flags: changeFlags(),
  run: (context) => {
    const now = `${new Date(context.io.now()).toISOString().slice(0, 19)}Z`;
    const restart = (object: AnyObject, complaint: Complaint) => {
      if (!RESTARTABLE.includes(object.kind)) throw complaint("restarting is not supported");
      if ((object.spec as { paused?: boolean }).paused === true) {
        throw complaint("can't restart paused deployment (run rollout resume first)");
      }
      return restarted(object, now);
    };
    return changeRollouts(
      context,
      "restarted",
      restart,
      (name) =>
        `failed to create patch for ${name}: if restart has already been triggered within the past second, please wait before attempting to trigger another`,
    );
  },
};

function restarted(object: AnyObject, instant: string): AnyObject {
  const changed = draftOf(object) as Draft<AnyObject>;
  const template = podTemplateOf(changed);
  if (template === undefined) return object;
  template.metadata = {
    ...template.metadata,
    annotations: { ...template.metadata?.annotations, [RESTARTED_AT]: instant },
  };
  return changed as AnyObject;
}

// Stands for kube-controller-manager: many small controllers in one process, which share one copy of the cluster.

import type { ApiHandler, UserInfo } from "../../api/request.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Random } from "../../sim/random.ts";
import { createClient } from "../client/client.ts";
import type { Component } from "../client/component.ts";
import { ControllerContext } from "./controller.ts";
import { type ControllerName, type ControllerSettings, controllers } from "./controllers.ts";

export interface ControllerManagerOptions extends Partial<ControllerSettings> {
  /** As `--controllers`: `*` for those that are on by default, `name` for one more, `-name` for one less. Default: `*`. */
  readonly controllers?: readonly string[];
}

// Simplified: all controllers act as one administrator; the real ones have an account each, allowed what that one does.
const user: UserInfo = { name: "system:kube-controller-manager", groups: ["system:masters", "system:authenticated"] };

export function createControllerManager(
  handler: ApiHandler,
  clock: Clock,
  random: Random,
  options: ControllerManagerOptions = {},
): Component {
  const client = createClient(handler, user, "kube-controller-manager");
  const table = controllers({ rootCertificate: options.rootCertificate ?? "" });
  const names = enabledControllers(Object.keys(table) as ControllerName[], options.controllers ?? ["*"]);
  let context: ControllerContext | undefined;
  return {
    name: "kube-controller-manager",
    start: () => {
      if (context !== undefined) return;
      context = new ControllerContext(client, clock, random);
      for (const name of names) table[name](context);
      context.start();
    },
    stop: () => {
      context?.stop();
      context = undefined;
    },
  };
}

/** Which controllers run; throws when a name is none of theirs. */
export function enabledControllers<Name extends string>(all: readonly Name[], wanted: readonly string[]): Name[] {
  const unknown = wanted.find((each) => each !== "*" && !all.includes(each.replace(/^-/, "") as Name));
  if (unknown !== undefined) throw new Error(`"${unknown}" is not in the list of known controllers: ${all.join(", ")}`);
  const isOn = (name: Name) => wanted.includes(name) || (wanted.includes("*") && !wanted.includes(`-${name}`));
  return all.filter(isOn);
}

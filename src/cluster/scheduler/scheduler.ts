// Stands for kube-scheduler: gives each pod that has no node the best of those it fits on, one pod at a time.

import type { ApiHandler, UserInfo } from "../../api/request.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Random } from "../../sim/random.ts";
import { createClient } from "../client/client.ts";
import type { Component } from "../client/component.ts";
import { SchedulerRun } from "./scheduler-run.ts";

export interface SchedulerOptions {
  /** The value of `spec.schedulerName` that it answers to. */
  readonly name?: string;
  /** The machine that it runs on, part of the reportingInstance of its events. */
  readonly host?: string;
}

// Simplified: acts as an administrator would; the real one has a role of its own, which allows the same.
const user: UserInfo = { name: "system:kube-scheduler", groups: ["system:masters", "system:authenticated"] };

export function createScheduler(
  handler: ApiHandler,
  clock: Clock,
  random: Random,
  options: SchedulerOptions = {},
): Component {
  const client = createClient(handler, user, "kube-scheduler");
  let run: SchedulerRun | undefined;
  return {
    name: "kube-scheduler",
    start: () => {
      run ??= new SchedulerRun(
        client,
        clock,
        random,
        options.name ?? "default-scheduler",
        options.host ?? "control-plane",
      );
      run.start();
    },
    stop: () => {
      run?.stop();
      run = undefined;
    },
  };
}

// What a container does now and how its last life ended.

import type { ContainerState, ContainerStatus } from "../../api/types.ts";
import type { LevelWriter } from "./description-writer.ts";
import { formatInstant } from "./instant.ts";
import { trueFalse } from "./values.ts";

export function writeContainerStatus(writer: LevelWriter, status: ContainerStatus): void {
  writeState(writer, "State", status.state ?? {});
  if (status.lastState?.terminated) writeState(writer, "Last State", status.lastState);
  writer.field(2, "Ready", trueFalse(status.ready));
  writer.field(2, "Restart Count", status.restartCount);
}

function writeState(writer: LevelWriter, title: string, { running, waiting, terminated }: ContainerState): void {
  if (running) {
    writer.field(2, title, "Running");
    writer.field(3, "Started", formatInstant(running.startedAt));
  } else if (waiting || !terminated) {
    writer.field(2, title, "Waiting");
    if (waiting?.reason) writer.field(3, "Reason", waiting.reason);
  } else {
    writer.field(2, title, "Terminated");
    if (terminated.reason) writer.field(3, "Reason", terminated.reason);
    if (terminated.message) writer.field(3, "Message", terminated.message);
    writer.field(3, "Exit Code", terminated.exitCode);
    if (terminated.signal) writer.field(3, "Signal", terminated.signal);
    writer.field(3, "Started", formatInstant(terminated.startedAt));
    writer.field(3, "Finished", formatInstant(terminated.finishedAt));
  }
}

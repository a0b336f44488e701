// Stands for the kubelet's image manager: whether an image must be pulled, pulling it, and backing off after failures.

import { formatDuration } from "../../api/duration.ts";
import type { Container, Pod, Secret } from "../../api/types.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Login } from "../container-runtime/images/private-registry.ts";
import { parseReference } from "../container-runtime/images/reference.ts";
import type { FoundImage } from "../container-runtime/images/registry.ts";
import type { ImageStore, PullResult } from "../container-runtime/images/store.ts";
import { BackOff } from "./back-off.ts";
import type { StartFailure } from "./container-statuses.ts";
import { loginsFor } from "./keyring.ts";
import { pause, type Steps } from "./steps.ts";

export type EventSink = (type: "Normal" | "Warning", reason: string, message: string) => void;

export class ImagePulls {
  private readonly backOff = new BackOff(10_000, 300_000);
  /** Why the last pull of a key failed: repeated while backing off. */
  private readonly lastErrors = new Map<string, string>();
  // Images are pulled one after another, as serializeImagePulls says.
  private busyUntilMs = 0;

  constructor(
    private readonly clock: Clock,
    private readonly store: ImageStore,
  ) {}

  *ensure(
    pod: Pod,
    container: Container,
    secrets: readonly Secret[],
    event: EventSink,
  ): Steps<FoundImage | StartFailure> {
    const name = container.image ?? "";
    const nameError = this.store.nameError(name);
    if (nameError !== undefined) {
      const message = `Failed to apply default image tag "${name}": couldn't parse image name "${name}": ${nameError}`;
      event("Warning", "InspectFailed", message);
      return { reason: "InvalidImageName", message };
    }
    const present = this.store.find(name);
    if (present !== undefined && container.imagePullPolicy !== "Always") {
      event("Normal", "Pulled", `Container image "${name}" already present on machine`);
      return present;
    }
    if (container.imagePullPolicy === "Never") {
      if (present !== undefined) return present;
      const message = `Container image "${name}" is not present with pull policy of Never`;
      event("Warning", "ErrImageNeverPull", message);
      return { reason: "ErrImageNeverPull", message };
    }
    const reference = parseReference(name);
    const logins = "error" in reference ? [] : loginsFor(secrets, reference.repository);
    return yield* this.pull(`${pod.metadata.uid}_${name}`, name, logins, event);
  }

  private *pull(
    key: string,
    name: string,
    logins: readonly Login[],
    event: EventSink,
  ): Steps<FoundImage | StartFailure> {
    if (this.backOff.isHeldSinceUpdate(key, this.clock.now())) {
      const text = `Back-off pulling image "${name}"`;
      event("Normal", "BackOff", text);
      const last = this.lastErrors.get(key);
      return { reason: "ImagePullBackOff", message: last === undefined ? text : `${text}: ErrImagePull: ${last}` };
    }
    event("Normal", "Pulling", `Pulling image "${name}"`);
    const askedAt = this.clock.now();
    while (this.clock.now() < this.busyUntilMs) yield* pause(this.busyUntilMs - this.clock.now());
    const { durationMs, outcome } = this.attempts(name, logins);
    this.busyUntilMs = this.clock.now() + durationMs;
    yield* pause(durationMs);
    if ("error" in outcome) {
      event("Warning", "Failed", `Failed to pull image "${name}": ${outcome.error}`);
      this.backOff.next(key, this.clock.now(), this.clock.now());
      this.lastErrors.set(key, outcome.error);
      return { reason: "ErrImagePull", message: outcome.error };
    }
    this.store.keep(outcome);
    this.backOff.forget(key);
    this.lastErrors.delete(key);
    const took = formatDuration(durationMs);
    const including = formatDuration(this.clock.now() - askedAt);
    const size = `Image size: ${outcome.image.sizeBytes} bytes.`;
    event(
      "Normal",
      "Pulled",
      `Successfully pulled image "${name}" in ${took} (${including} including waiting). ${size}`,
    );
    return outcome;
  }

  /** With one login after the other, until one is let in; without any when there is none. */
  private attempts(name: string, logins: readonly Login[]): PullResult {
    const [first, ...others] = logins;
    let attempt = this.store.beginPull(name, first);
    const errors = new Set("error" in attempt.outcome ? [attempt.outcome.error] : []);
    let { durationMs } = attempt;
    for (const login of others) {
      if (!("error" in attempt.outcome)) break;
      attempt = this.store.beginPull(name, login);
      durationMs += attempt.durationMs;
      if ("error" in attempt.outcome) errors.add(attempt.outcome.error);
    }
    if (!("error" in attempt.outcome) || errors.size < 2) return { durationMs, outcome: attempt.outcome };
    return { durationMs, outcome: { error: `[${[...errors].join(", ")}]` } };
  }
}

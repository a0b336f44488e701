// watch: changes as they come, until the client leaves or its time is up.

import type { ApiResponse } from "../../../api/request.ts";
import type { Timer } from "../../../sim/clock.ts";
import type { Scope } from "../core.ts";
import { type ListOptions, listOptions, parseRevision } from "../list-options.ts";
import { objectFilter } from "../object-filter.ts";
import { presentation } from "../presentation.ts";
import type { Watch } from "../watch-hub.ts";

const BOOKMARK_EVERY_MS = 60_000;
// So that a client whose time is up knows how far it got.
const BOOKMARK_BEFORE_END_MS = 2000;

export function watchObjects(scope: Scope): ApiResponse {
  const { core, resource, request } = scope;
  const options = listOptions(request, true);
  const shown = presentation(scope);
  const watch = core.hub.watch(resource, {
    namespace: scope.namespace,
    filter: objectFilter(resource, request, scope.info.name),
    from: startOf(scope, options),
    present: (object) => shown.watched(object),
    bookmark: (at, annotations) => shown.bookmark(at, annotations),
  });
  if (options.sendInitialEvents === true && options.allowWatchBookmarks) watch.endInitialEvents();
  if (watch.isOpen) keepTime(scope, watch, options);
  return { kind: "watch", status: 200, events: watch.events };
}

function startOf({ core }: Scope, { resourceVersion, sendInitialEvents }: ListOptions): number | "now" {
  const revision = parseRevision(resourceVersion);
  if (sendInitialEvents === true) return "now";
  if (revision !== 0) return revision;
  return sendInitialEvents === false ? core.storage.etcd.revision : "now";
}

/** Ends the watch when its time is up, and marks for the client now and then how far it has seen. */
function keepTime({ core }: Scope, watch: Watch, { timeoutSeconds, allowWatchBookmarks }: ListOptions): void {
  const { clock, defaultSeconds } = core.watching;
  const timers = new Set<Timer>();
  const later = (delayMs: number, act: () => void): void => {
    const timer = clock.after(delayMs, () => {
      timers.delete(timer);
      act();
    });
    timers.add(timer);
  };
  watch.whenOver(() => {
    for (const timer of timers) timer.cancel();
  });
  const seconds = timeoutSeconds === 0 ? defaultSeconds() : Math.max(0, timeoutSeconds);
  if (seconds !== undefined) later(seconds * 1000, () => watch.end());
  if (!allowWatchBookmarks) return;
  const remind = (): void => {
    watch.sendBookmark();
    later(BOOKMARK_EVERY_MS, remind);
  };
  later(BOOKMARK_EVERY_MS, remind);
  const lastMs = (seconds ?? 0) * 1000 - BOOKMARK_BEFORE_END_MS;
  if (lastMs > 0) later(lastMs, () => watch.sendBookmark());
}

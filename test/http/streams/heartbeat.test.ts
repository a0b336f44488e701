import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startHeartbeat } from "../../../src/http/streams/heartbeat.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const times = { periodMs: 10, patienceMs: 50 };

function watched() {
  const calls: string[] = [];
  const heartbeat = startHeartbeat({ ping: () => calls.push("ping"), giveUp: () => calls.push("give up") }, times);
  return { calls, heartbeat };
}

test("pings, and gives up on silence", () => {
  const { calls } = watched();
  vi.advanceTimersByTime(55);
  expect(calls).toEqual(["ping", "ping", "ping", "ping", "give up"]);
});

test("goes on while anything is heard", () => {
  const { calls, heartbeat } = watched();
  for (let count = 0; count < 20; count += 1) {
    vi.advanceTimersByTime(10);
    heartbeat.heard();
  }
  expect(calls).not.toContain("give up");
});

test("a peer that stays when all is said is given up, however lively", () => {
  const { calls, heartbeat } = watched();
  heartbeat.linger();
  for (let count = 0; count < 6; count += 1) {
    vi.advanceTimersByTime(10);
    heartbeat.heard();
  }
  expect(calls.filter((call) => call === "give up")).toHaveLength(1);
});

test("leaves no timer behind", () => {
  const { calls, heartbeat } = watched();
  heartbeat.linger();
  heartbeat.stop();
  expect(vi.getTimerCount()).toBe(0);
  expect(calls).toEqual([]);
});

import { expect, it } from "vitest";
import { Processor } from "../../src/shell/processor.ts";

function processor(cores: number) {
  const clock = { now: 0 };
  return { clock, group: new Processor({ now: () => clock.now, cores }) };
}

it.each([
  ["one process on a free machine", 2, 1, 0, 1000],
  ["three processes on two cores", 2, 3, 0, 2000],
  ["one process within half a core", 0.5, 1, 0, 500],
  ["work beside a process", 2, 1, 300, 1300],
  ["work in the place of a process", 1, 1, 300, 1000],
  ["more work than a second holds", 0.2, 0, 500, 200],
])("counts %s", (_, cores, processes, workMs, usedMs) => {
  const { clock, group } = processor(cores);
  for (let each = 0; each < processes; each++) group.begin();
  group.queue(workMs);
  clock.now = 1000;
  expect(group.usedMs).toBeCloseTo(usedMs);
});

it("stops counting when a process stops computing, and only once", () => {
  const { clock, group } = processor(4);
  const [first, second] = [group.begin(), group.begin()];
  clock.now = 100;
  first();
  first();
  clock.now = 300;
  second();
  clock.now = 900;
  expect(group.usedMs).toBe(400);
});

it("counts what was used below each limit", () => {
  const { clock, group } = processor(0.5);
  group.begin();
  clock.now = 1000;
  group.limitTo(0.2);
  clock.now = 2000;
  expect(group.usedMs).toBeCloseTo(700);
});

it("says when a piece of work is done: late where a limit or others are in the way", () => {
  const { clock, group } = processor(0.5);
  expect(group.queue(50)).toBe(100);
  expect(group.queue(50)).toBe(200);
  clock.now = 200;
  expect(group.queue(10)).toBe(20);
  expect(processor(4).group.queue(50)).toBe(50);
});

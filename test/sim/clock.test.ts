import { describe, expect, it } from "vitest";
import { VirtualClock } from "../../src/sim/clock.ts";
import { Random } from "../../src/sim/random.ts";

describe("the virtual clock", () => {
  it("runs timers in order of instant, then of the calls", () => {
    const clock = new VirtualClock(1000);
    const seen: string[] = [];
    clock.after(20, () => seen.push("c"));
    clock.after(10, () => seen.push("a"));
    clock.after(10, () => seen.push("b"));
    clock.advanceTo(1030);
    expect(seen).toEqual(["a", "b", "c"]);
    expect(clock.now()).toBe(1030);
  });

  it("shows a timer its own instant, and runs what it schedules on the way", () => {
    const clock = new VirtualClock(0);
    const seen: number[] = [];
    const tick = () => {
      seen.push(clock.now());
      if (seen.length < 4) clock.after(5, tick);
    };
    clock.after(5, tick);
    clock.advanceTo(17);
    expect(seen).toEqual([5, 10, 15]);
  });

  it("never runs a cancelled timer, however many there are", () => {
    const clock = new VirtualClock(0);
    const seen: number[] = [];
    const timers = Array.from({ length: 500 }, (_, index) => clock.after(index, () => seen.push(index)));
    for (const [index, timer] of timers.entries()) if (index % 7 !== 0) timer.cancel();
    clock.advanceTo(1000);
    expect(seen).toEqual(Array.from({ length: 72 }, (_, index) => index * 7));
  });

  it("keeps the order of ten thousand random timers", () => {
    const clock = new VirtualClock(0);
    const random = new Random(7);
    const seen: number[] = [];
    for (let i = 0; i < 10_000; i++) clock.after(random.below(5000), () => seen.push(clock.now()));
    clock.advanceTo(5000);
    expect(seen.length).toBe(10_000);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it("can be brought to the exact place that another run noted, without the timers of spectators", () => {
    const noted: { at: number; timersRun: number; seen: string[] }[] = [];
    const run = (clock: VirtualClock, seen: string[]) => {
      for (const name of ["a", "b", "c"]) clock.after(10, () => seen.push(name));
      clock.after(4, () => seen.push("early"));
    };
    const clock = new VirtualClock(0);
    const seen: string[] = [];
    const look = () => noted.push({ at: clock.now(), timersRun: clock.timersRun, seen: [...seen] });
    clock.spectator().after(10, look);
    run(clock, seen);
    clock.spectator().after(10, look);
    clock.advanceTo(20);
    expect(noted.map((one) => one.seen.join(""))).toEqual(["early", "earlyabc"]);
    for (const { at, timersRun, seen: expected } of noted) {
      const copy = new VirtualClock(0);
      const repeated: string[] = [];
      run(copy, repeated);
      copy.replayTo(at, timersRun);
      expect(repeated).toEqual(expected);
      expect(copy.now()).toBe(at);
    }
  });
});

describe("seeded chance", () => {
  it("is the same for the same seed, and another for another", () => {
    const draw = (seed: number) =>
      Array.from(
        { length: 5 },
        (
          (random) => () =>
            random.uint32()
        )(new Random(seed)),
      );
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it("spreads evenly", () => {
    const random = new Random("spread");
    const counts = new Array(10).fill(0);
    for (let i = 0; i < 100_000; i++) counts[random.below(10)]++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });
});

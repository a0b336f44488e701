import { describe, expect, it } from "vitest";
import { Pacer } from "../../src/cli/pacer.ts";
import { WallTime } from "../../src/cli/wall-time.ts";
import { VirtualClock } from "../../src/sim/clock.ts";

function setUp() {
  const clock = new VirtualClock(0);
  const pacer = new Pacer(clock);
  const sleep = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve));
  const seen: string[] = [];
  const note = (what: string) => seen.push(`${clock.now()} ${what}`);
  return { clock, pacer, sleep, seen, note };
}

describe("the pacer", () => {
  it("stops the clock at each instant until the programs outside have had their turns", async () => {
    const { clock, pacer, sleep, seen, note } = setUp();
    clock.after(15, () => note("timer"));
    const program = async (name: string, ms: number) => {
      for (let round = 0; round < 3; round++) {
        await sleep(ms);
        for (let turn = 0; turn < 20; turn++) await Promise.resolve();
        note(name);
      }
    };
    const running = [pacer.track(program("ten", 10)), pacer.track(program("fifteen", 15))];
    await pacer.advanceTo(1000);
    await Promise.all(running);
    expect(seen).toEqual(["10 ten", "15 timer", "15 fifteen", "20 ten", "30 fifteen", "30 ten", "45 fifteen"]);
    expect(pacer.now()).toBe(1000);
  });

  it("winds no further than to the limit, nor than needed", async () => {
    const { clock, pacer } = setUp();
    let isDone = false;
    clock.after(500, () => {
      isDone = true;
    });
    expect(await pacer.runUntil(() => isDone, 100)).toBe(false);
    expect(pacer.now()).toBe(100);
    expect(await pacer.runUntil(() => isDone, 10_000)).toBe(true);
    expect(pacer.now()).toBe(500);
  });

  it("holds the clock while the host works", async () => {
    const { pacer, sleep, seen, note } = setUp();
    const slow = async () => {
      await pacer.hold(new Promise((resolve) => setTimeout(resolve, 30)));
      note("loaded");
      await sleep(5);
      note("slept");
    };
    const running = pacer.track(slow());
    await pacer.advanceTo(1000);
    await running;
    expect(seen).toEqual(["0 loaded", "5 slept"]);
  });

  it("goes on after a program outside has failed", async () => {
    const { pacer } = setUp();
    const failing = pacer.track(Promise.reject(new Error("no"))).catch(() => "caught");
    await pacer.advanceTo(10);
    expect(await failing).toBe("caught");
    expect(pacer.now()).toBe(10);
  });
});

describe("wall time", () => {
  it("keeps step with the wall, and leaves out the time that the machine slept", async () => {
    const { clock, pacer } = setUp();
    let wall = 1_000_000;
    const wallTime = new WallTime(
      pacer,
      () => clock.nextDue(),
      () => wall,
    );
    const step = (ms: number) => {
      wall += ms;
      let looks = 0;
      return wallTime.driveUntil(
        () => looks++ > 0,
        () => Promise.resolve(),
      );
    };
    await step(1200);
    await step(0);
    expect(pacer.now()).toBe(1200);
    await step(3_600_000);
    await step(300);
    await step(0);
    expect(pacer.now()).toBeLessThan(2000);
  });
});

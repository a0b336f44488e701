import { describe, expect, it } from "vitest";
import { UserError } from "../../src/cli/failure.ts";
import { Countdown } from "../../src/cli/workshop/countdown.ts";
import { Disk } from "../../src/cli/workshop/disk.ts";
import { english } from "../../src/tutor/language/english.ts";

const says = english.workshop;
const MINUTE_MS = 60_000;

describe("a learner's countdown", () => {
  it("runs by the host's clock, whatever this machine's says, and is told three times", () => {
    let elapsed = 7;
    const countdown = new Countdown(() => elapsed, says);
    // A host whose clock is years away.
    countdown.follow(1_000_000_000);
    expect(countdown.set({ kind: "countdown", until: 1_000_000_000 + 3 * MINUTE_MS, about: "Pairs" })).toEqual([
      "The instructor gives you 3 minutes: Pairs",
    ]);
    elapsed += MINUTE_MS;
    expect(countdown.due()).toEqual([]);
    // The line was down, and the host tells its clock again.
    countdown.follow(1_000_000_000 + MINUTE_MS);
    elapsed += MINUTE_MS;
    expect([countdown.due(), countdown.due()]).toEqual([[says.lastMinute], []]);
    elapsed += MINUTE_MS;
    expect([countdown.due(), countdown.due()]).toEqual([[says.timeIsUp], []]);
    expect(countdown.set({ kind: "countdown", until: null })).toEqual([]);
  });
});

describe("a learner's disk", () => {
  it("is tried again while it is full, and both are told once", () => {
    let elapsed = 0;
    let isFull = false;
    const written: string[] = [];
    const disk = new Disk(() => elapsed, says);
    const write = (what: string, text: string) =>
      disk.write(what, () => {
        if (isFull) throw new UserError("no room");
        written.push(text);
      });
    write("seat", "one");
    expect(disk.news()).toEqual([]);
    isFull = true;
    write("seat", "two");
    write("seat", "three");
    write("progress", "half");
    disk.note("outbox", false);
    expect([disk.news(), disk.news()]).toEqual([[says.diskFull], []]);
    isFull = false;
    elapsed += 10_000;
    // What writes by itself has not said yet that it could.
    expect(disk.news()).toEqual([]);
    expect(written).toEqual(["one", "three", "half"]);
    disk.note("outbox", true);
    expect([disk.news(), disk.news()]).toEqual([[says.diskAgain], []]);
  });

  it("hides no mistake of ours", () => {
    const disk = new Disk(() => 0, says);
    expect(() => disk.write("seat", () => JSON.parse("{"))).toThrow(SyntaxError);
  });
});

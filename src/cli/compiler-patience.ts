// How often a function must have been called before V8 optimises it: rather more often than V8 would have it. Most of ours are called
// some hundred times with ever new shapes, so that V8 optimised them again and again: a quarter of a start's time, a third of a short
// lesson test's, a sixth of the unit tests'. Four times as often serves all; with eight times, runs of half a minute became slower.

/** By V8's major version, in place of 67584 and 3000. From version 13 on there is nothing to be won. */
const FLAGS: Readonly<Record<string, string>> = {
  "11": "--interrupt-budget=270336",
  "12": "--invocation-count-for-turbofan=12000",
};

/** The flag for this Node.js, if it knows one. */
export function patienceFlag(): string | undefined {
  return FLAGS[process.versions.v8.split(".")[0] ?? ""];
}

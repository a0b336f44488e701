import { expect, test } from "vitest";
import { objectOf, startServer } from "./setup.ts";

const EVENTS = "/api/v1/namespaces/default/events";
const MINUTE = 60_000;

test("an event is gone an hour after it was written last", () => {
  const { clock, ask } = startServer();
  const start = clock.now();
  const at = (minutes: number) => `${new Date(start + minutes * MINUTE).toISOString().slice(0, 19)}Z`;
  const create = (name: string) =>
    objectOf(
      ask("POST", EVENTS, {
        apiVersion: "v1",
        kind: "Event",
        metadata: { name, namespace: "default" },
        involvedObject: { kind: "Pod", namespace: "default", name: "web" },
        lastTimestamp: at(0),
      }),
    );
  const names = () =>
    objectOf<{ items: { metadata: { name: string } }[] }>(ask("GET", EVENTS)).items.map(
      ({ metadata }) => metadata.name,
    );
  create("once");
  create("again");
  clock.advanceTo(start + 40 * MINUTE);
  objectOf(ask("PATCH", `${EVENTS}/again`, { lastTimestamp: at(40) }, { contentType: "application/merge-patch+json" }));
  clock.advanceTo(start + 59 * MINUTE);
  expect(names()).toEqual(["again", "once"]);
  clock.advanceTo(start + 62 * MINUTE);
  expect(names()).toEqual(["again"]);
  clock.advanceTo(start + 103 * MINUTE);
  expect(names()).toEqual([]);
});

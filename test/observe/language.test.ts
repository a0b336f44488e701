import { describe, expect, it } from "vitest";
import { english } from "../../src/observe/language/english.ts";
import { german } from "../../src/observe/language/german.ts";
import { saysIn } from "../../src/observe/language/languages.ts";
import type { MapModel } from "../../src/observe/map/model.ts";
import { renderMap } from "../../src/observe/map/render.ts";

/** Names that Kubernetes gives. */
const SAME: readonly string[] = ["map.services"];

function textsOf(value: unknown, path: readonly string[] = []): readonly (readonly [string, string])[] {
  if (typeof value === "string") return [[path.join("."), value]];
  if (typeof value === "function") return [[path.join("."), String(value)]];
  return Object.entries(value as object).flatMap(([key, inner]) => textsOf(inner, [...path, key]));
}

const MODEL: MapModel = {
  namespace: "shop",
  nodes: [{ name: "maple", roles: [], status: "Ready", pods: [] }],
  unscheduled: [],
  services: [],
};

describe("what map and trace say", () => {
  it("is all in German, but for names", () => {
    const words = new Map(textsOf(german));
    const same = textsOf(english).filter(([place, text]) => words.get(place) === text);
    expect(same.map(([place]) => place)).toEqual(SAME);
  });

  it("is loaded by its code, and is English where there is no other", async () => {
    expect([await saysIn("de"), await saysIn("en"), await saysIn("fr")]).toEqual([german, english, english]);
  });

  it.each([
    [false, english, ["Nodes and pods", "no pods"]],
    [false, german, ["Nodes und Pods", "keine Pods"]],
    [true, english, ["Map of namespace shop: 1 node, 0 pods, 0 services.", "Node maple, Ready: no pods."]],
    [true, german, ["Karte, Namespace shop: 1 Node, 0 Pods, 0 Services.", "Node maple, Ready: keine Pods."]],
  ])("stands on the map: spoken %s", (spoken, says, wanted) => {
    const lines = renderMap(MODEL, { width: 80, spoken, says, style: (_, text) => text }).join("\n");
    for (const text of wanted) expect(lines).toContain(text);
  });
});

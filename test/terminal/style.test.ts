import { describe, expect, it } from "vitest";
import { luminance, withoutAnswer } from "../../src/terminal/background.ts";
import { type Background, createStyler, SHADES, type Tone } from "../../src/terminal/style.ts";
import { renderTable } from "../../src/terminal/table.ts";
import { FakeKeyboard } from "./fake-terminal.ts";
import { PALETTES } from "./palettes.ts";

const TONES: readonly Tone[] = [
  "heading",
  "strong",
  "emphasis",
  "muted",
  "code",
  "link",
  "success",
  "warning",
  "error",
  "accent",
];
const LEAST = 4.5;

function light(hex: string): number {
  return luminance([0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255));
}

function contrast(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** A colour of the table of 256, from the cube or the greys. */
function lightOf(shade: number): number {
  if (shade >= 232) return luminance([0, 0, 0].map(() => (8 + 10 * (shade - 232)) / 255));
  const cube = [Math.floor((shade - 16) / 36), Math.floor((shade - 16) / 6) % 6, (shade - 16) % 6];
  return luminance(cube.map((step) => (step === 0 ? 0 : 55 + 40 * step) / 255));
}

function painted(tone: Tone, background: Background | undefined): string {
  return createStyler({ color: true, plain: false, background: () => background }).style(tone, "x");
}

describe("contrast", () => {
  it.each(PALETTES)("every style can be read: $name", ({ kind, backgrounds }) => {
    for (const tone of TONES) {
      const shade = /\[38;5;(\d+)m/.exec(painted(tone, kind))?.[1];
      // Without a shade of its own it has the colour that the terminal gives all text.
      expect(shade === undefined ? undefined : Number(shade), tone).toBe(SHADES[kind][tone]);
      if (shade === undefined) continue;
      for (const ground of backgrounds)
        expect(contrast(lightOf(Number(shade)), light(ground)), `${tone} on ${ground}`).toBeGreaterThanOrEqual(LEAST);
    }
  });

  it("no style uses one of the sixteen colours of the theme, for none of them can be read everywhere", () => {
    for (const tone of TONES) {
      for (const ground of ["dark", "light", undefined] as const)
        expect(painted(tone, ground)).not.toMatch(/\u001b\[(3[0-7]|9[0-7]|2)m/);
    }
    for (let color = 0; color < 16; color++) {
      const everywhere = PALETTES.every(({ backgrounds, colors }) =>
        backgrounds.every((ground) => contrast(light(colors.split(" ")[color] ?? ""), light(ground)) >= LEAST),
      );
      expect(everywhere, `colour ${color}`).toBe(false);
    }
  });

  it("paints nothing while the background is not known", () => {
    for (const tone of TONES) expect(painted(tone, undefined)).not.toContain("38;5");
  });

  it("marks differ in their shape, not only in their colour", () => {
    for (const plain of [true, false]) {
      const { mark } = createStyler({ color: false, plain });
      const marks = (["done", "open", "waiting", "wrong", "hint"] as const).map(mark);
      expect(new Set(marks).size).toBe(marks.length);
      if (plain) expect(marks.join("")).toMatch(/^[ -~]*$/);
    }
  });
});

describe("the background", () => {
  it.each([
    ["\u001b]11;rgb:0000/2b2b/3636\u001b\\", "dark"],
    ["\u001b]11;rgb:ffff/ffff/ffff\u0007", "light"],
    ["\u001b]11;rgb:1e/1e/1e\u001b\\", "dark"],
    ["\u001b]11;rgba:fd/f6/e3/ff\u001b\\", "light"],
  ])("is told by the terminal, among the keys and in any pieces: %j", (answer, expected) => {
    for (let cut = 2; cut <= answer.length; cut++) {
      const keyboard = new FakeKeyboard();
      const told: Background[] = [];
      let typed = "";
      withoutAnswer(keyboard, (one) => told.push(one)).on("data", (chunk) => {
        typed += String(chunk);
      });
      for (const piece of ["kub", `e${answer.slice(0, cut)}`, `${answer.slice(cut)}ctl`, "\u001b", "[A"])
        keyboard.type(piece);
      expect([told, typed]).toEqual([[expected], "kubectl\u001b[A"]);
    }
  });
});

it("tables are read row by row where that is wanted", () => {
  const rows = [
    ["Kind", "Does"],
    ["Pod", "runs"],
  ];
  expect(renderTable(rows, 80, createStyler({ color: false, plain: true, records: () => true }))).toEqual([
    "Kind: Pod",
    "Does: runs",
  ]);
});

import type { Command } from "commander";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createProgram } from "../../src/cli/program/program.ts";
import { GERMAN } from "../../src/cli/usage/german.ts";
import { speak } from "../../src/cli/usage/language.ts";

/** What only authors and instructors are told. */
const THEIRS = ["new", "preview", "record", "lint", "test", "workshop"];

function saidBy(command: Command): readonly string[] {
  return [
    command.description(),
    ...command.registeredArguments.map(({ description }) => description),
    ...command.options.filter(({ hidden }) => !hidden).map(({ description }) => description),
  ].filter((text) => text !== "");
}

function allSaidBy(command: Command): readonly string[] {
  return [...saidBy(command), ...command.commands.flatMap(allSaidBy)];
}

describe("the help in German", () => {
  beforeAll(() => void vi.stubGlobal("__VERSION__", "1.2.3"));
  afterAll(() => void vi.unstubAllGlobals());

  it("says all that learners may ask for", () => {
    const program = createProgram();
    const learners = program.commands.filter((command) => !THEIRS.includes(command.name()));
    const said = [
      ...saidBy(program),
      ...program.commands.map((command) => command.description()),
      ...learners.flatMap(allSaidBy),
    ];
    expect(
      said.filter((text) => !Object.hasOwn(GERMAN, text)),
      "put it into src/cli/usage/german.ts",
    ).toEqual([]);
  });

  it("is what is shown, with the frame around it", async () => {
    const program = createProgram();
    await speak(program, ["--lang", "de"]);
    expect(program.helpInformation()).toMatch(/^Aufruf: k8s-tutor .*\n\nLerne Kubernetes/);
    const sandbox = program.commands.find((command) => command.name() === "sandbox")?.helpInformation() ?? "";
    expect(sandbox).toMatch(/--seed <number> +der Zufall kommt von dieser Zahl: dieselbe Zahl,[\s\S]*\(sonst: 1\)/);
    expect(sandbox).toMatch(/-h, --help +zeigt diese Hilfe/);
  });

  it("stays English where nobody asks for German", async () => {
    const program = createProgram();
    const before = program.helpInformation();
    await speak(program, ["--lang", "en"]);
    expect(program.helpInformation()).toBe(before);
  });
});

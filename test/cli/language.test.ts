import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { english } from "../../src/tutor/language/english.ts";
import { german } from "../../src/tutor/language/german.ts";
import { environment, program, run, Scratch } from "./program.ts";
import { PseudoTerminal } from "./pseudo-terminal.ts";

const scratch = new Scratch();
const open: PseudoTerminal[] = [];
afterAll(() => {
  for (const terminal of open) terminal.close();
  scratch.remove();
});

const env: Readonly<Record<string, string>> = { ...environment(scratch.path), LANG: "de_DE.UTF-8" };

function begin(...args: string[]): PseudoTerminal {
  const terminal = new PseudoTerminal({ args: [program, ...args], env, cwd: scratch.path });
  open.push(terminal);
  return terminal;
}

/** What texts are made of; of functions the parts that nothing is filled into. */
function partsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "function")
    return [...String(value).matchAll(/[`"]((?:\\.|[^`"\\])*)[`"]/g)].flatMap(([, text = ""]) =>
      text.split(/\$\{.*?\}/),
    );
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(partsOf) : [];
}

const inOneLine = (text: string) =>
  text
    .replace(/[*`\\│]/g, "")
    .replace(/\s+/g, " ")
    .trim();
const inGerman = inOneLine(partsOf(german).join(" "));
const SEVERAL_WORDS = /[a-z]{2,} [a-z]{2,}.*[a-z]{2,}/i;
const onlyEnglish = [...new Set(partsOf(english).map(inOneLine))].filter(
  (part) => SEVERAL_WORDS.test(part) && !inGerman.includes(part),
);

/** Texts of the tutor that a German screen shows in English. */
function englishOn(screen: string): readonly string[] {
  const shown = inOneLine(screen);
  return onlyEnglish.filter((part) => shown.includes(part));
}

describe("the tutor in German", { timeout: 60_000 }, () => {
  it("takes a learner through a step of a lesson", async () => {
    const learner = begin("start", "first-pod");
    await learner.sees("[1/6] Finde heraus, wie viele Häuser (Nodes)");
    await learner.enters("kubectl get nodes", "✓ Du hast dir die Nodes angesehen");
    await learner.enters("3", "Eines davon ist das Rathaus selbst.");
    await learner.enters("2", "✓ [1/6] Geschafft.");
    await learner.enters("check", "Pod web gibt es nicht. Sieh nach, was da ist");
    await learner.enters("help", "aufhören; dein Stand bleibt erhalten");
    await learner.enters("kubectl get pood", "Meinst du pod?");
    learner.enter("exit");
    expect(await learner.ended()).toBe(0);
    expect(englishOn(learner.screen)).toEqual([]);
  });

  it("examines", async () => {
    const learner = begin("exam", "first-rounds", "--seed", "1");
    await learner.sees("Aufgabe 1 von 6: Ein Pod mit Label (3 Punkte, noch 20 Min.)");
    await learner.enters("help", "für jetzt aufhören");
    await learner.enters("flag", "Vorgemerkt");
    await learner.enters("next", "Aufgabe 2 von 6: Mehr Personal");
    await learner.enters("tasks", "(vorgemerkt)");
    await learner.enters("finish yes", "0 von 18 Punkten");
    expect(await learner.ended()).toBe(0);
    expect(englishOn(learner.screen)).toEqual([]);
  });

  it("reviews, and finds where to begin", async () => {
    const home = env.K8S_TUTOR_HOME ?? "";
    const texts = { front: "Vorn", back: "Hinten", concept: "deployment.scale", lesson: "deployments" };
    const card = (id: string) => [`deployments/${id}`, { id, ...texts, stage: 0, dueAt: 1 }] as const;
    const cards = Object.fromEntries([card("r1"), card("r2")]);
    mkdirSync(home, { recursive: true });
    const progress = { format: "k8s-tutor-progress", version: 1, lessons: {}, review: { cards } };
    writeFileSync(join(home, "progress.json"), JSON.stringify(progress));
    const learner = begin("start", "--plain");
    await learner.sees("2 Karten sind fällig");
    await learner.sees("Welche Lektion?");
    await learner.enters("review", "Karte 1 von 2");
    await learner.enters("", "Hinten");
    await learner.enters("j", "Karte 2 von 2");
    await learner.enters("", "Hinten");
    await learner.enters("j", /Lass `\w+` mit \d Pods laufen/);
    await learner.enters("exit", "Welche Lektion?");
    await learner.enters("placement", "4. Weiß ich nicht");
    await learner.enters("exit", "Abgebrochen");
    await learner.enters("nope", "Es gibt keine Lektion nope");
    learner.enter("exit");
    expect(await learner.ended()).toBe(0);
    expect(englishOn(learner.screen)).toEqual([]);
  });

  it("lists the course, keeps count, and says what is wrong", async () => {
    const said = async (...args: string[]) => {
      const { stdout, stderr } = await run([...args, "--lang", "de"], { cwd: scratch.path });
      return stdout + stderr;
    };
    const list = await said("list");
    expect(list).toMatch(/first-pod +Einziehen: dein erster Pod \(\d+ Min\.\)/);
    const all = [
      list,
      await said("exam"),
      await said("progress", "summary"),
      await said("progress", "import", "no-such-file"),
      await said("join", "nowhere"),
    ];
    expect(all.flatMap(englishOn)).toEqual([]);
    const wrong = await run(["start", "no-such", "--lang=de"], { cwd: scratch.path });
    expect(wrong.stderr).toMatch(/^k8s-tutor: Es gibt keine Lektion no-such; /);
    expect(wrong.exitCode).toBe(2);
  });

  it("would be found out if it spoke English", () => {
    expect(englishOn("  k8s-tutor start LESSON begins or continues one.")).toHaveLength(1);
    expect(onlyEnglish.length).toBeGreaterThan(400);
  });
});

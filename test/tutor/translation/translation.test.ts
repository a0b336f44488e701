import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadExam } from "../../../src/tutor/exam/exam.ts";
import { formatProblem, Problems, parseSource } from "../../../src/tutor/format/source.ts";
import type { Lesson } from "../../../src/tutor/lesson.ts";
import { loadLesson } from "../../../src/tutor/load.ts";
import { chosenOption } from "../../../src/tutor/option.ts";
import { loadPlacement } from "../../../src/tutor/placement.ts";
import { judgeTranslation } from "../../../src/tutor/translation/judge.ts";
import { loadTranslation } from "../../../src/tutor/translation/load.ts";
import { textsOf } from "../../../src/tutor/translation/places.ts";
import { skeletonFor } from "../../../src/tutor/translation/skeleton.ts";
import { faultOf, markOf, type Translation } from "../../../src/tutor/translation/translation.ts";

const LESSON = `
format: k8s-tutor/v1
id: small
title: A small one
track: pods
minutes: 10
level: beginner
teaches: [pod.unit]
objectives: [Make a Pod]
intro: A story.
pick: {name: [web, shop]}
steps:
  - id: make
    task: "Create \${{ name }} with \`kubectl\`."
    checks: [{title: It is ready, resource: Pod/web, where: ready(obj)}]
    questions:
      - {id: what, ask: What is it?, options: [a Pod, a node], answer: a Pod}
    hints: [Look., Think., "\`kubectl run web --image=nginx\`"]
    solutions: [{name: run, run: ["kubectl run web --image=nginx", {answer: {what: a Pod}}]}]
    why: It is so.
quiz:
  - id: q
    ask: Which?
    options: [{text: "Yes", correct: true}, {text: "No", misconception: no}, {text: Perhaps, misconception: perhaps}]
    explain: Because.
review: [{id: r, front: Front, back: Back, concept: pod.unit}]
`;

function translationOf(texts: Readonly<Record<string, readonly [source: string, text: string]>>): Translation {
  return {
    format: "k8s-tutor-translation/v1",
    texts: Object.fromEntries(
      Object.entries(texts).map(([place, [source, text]]) => [place, { source: markOf(source), text }]),
    ),
  };
}

function inWords(translation: Translation, content = LESSON, seed = 1): Lesson {
  const { value, problems } = loadLesson("pods/small.yaml", content, seed, translation);
  if (value === undefined) throw new Error(problems.map(formatProblem).join("\n"));
  return value;
}

describe("a translated lesson", () => {
  const translation = translationOf({
    title: ["A small one", "Eine kleine"],
    "steps/make/task": ["Create ${{ name }} with `kubectl`.", "Erstelle ${{ name }} mit `kubectl`."],
    "steps/make/questions/what/ask": ["What is it?", "Was ist das?"],
    "steps/make/questions/what/options/1": ["a Pod", "ein Pod"],
    "steps/make/questions/what/options/2": ["a node", "ein Node"],
    "steps/make/why": ["It was so.", "Es war so."],
    "steps/make/hints/3": ["`kubectl run web --image=nginx`", "`kubectl run --image=nginx`"],
    "steps/make/solutions/run/name": ["run", "laufen"],
  });
  const lesson = inWords(translation);
  const [step] = lesson.steps;

  it("has the texts that are translated, with what chance has chosen in them", () => {
    expect(lesson.title).toBe("Eine kleine");
    expect(step?.task).toMatch(/^Erstelle (web|shop) mit `kubectl`\.$/);
  });

  it("keeps the English of what is not translated, was translated from an older text, or has lost its code", () => {
    expect(lesson.intro).toBe("A story.");
    expect(step?.why).toBe("It is so.");
    expect(step?.hints[2]).toBe("`kubectl run web --image=nginx`");
  });

  it("keeps what is no text, and the answers", () => {
    expect(step?.solutions[0]?.name).toBe("run");
    const [question] = step?.questions ?? [];
    expect(question?.options).toEqual(["a Pod", "a node"]);
    expect(question?.shown).toEqual(["ein Pod", "ein Node"]);
    const chosen = ["1", "ein pod", "a Pod", "b"].map((said) => question && chosenOption(question, said));
    expect(chosen).toEqual(["a Pod", "a Pod", "a Pod", "a node"]);
  });
});

describe("what stands under `pick`", () => {
  const content = LESSON.replace(
    "pick: {name: [web, shop]}",
    `
pick:
  name: [web, shop]
  weather: [rain, snow]
  fault:
    - {id: image, about: It is not to be had, fix: kubectl set image pod/web web=nginx, hints: ["Read \`\${{ name }}\`.", Aloud]}
    - {id: node, about: It has no place, fix: kubectl get nodes, hints: [Look., Around]}
`,
  )
    .replace(
      "objectives: [Make a Pod]",
      'objectives: ["Walk through ${{ weather }}", "${{ fault.about }}", "`${{ fault.fix }}`"]',
    )
    .replace(
      "options: [a Pod, a node], answer: a Pod",
      'options: [a Pod, "${{ fault.about }}"], answer: "${{ fault.about }}"',
    )
    .replace("{what: a Pod}", '{what: "${{ fault.about }}"}')
    .replace("hints: [Look., Think., ", 'hints: ["${{ fault.hints.0 }}", "${{ fault.hints.1 }}", ')
    .replace(
      "checks: [{title: It is ready,",
      'checks: [{only: {fault: image}, title: "${{ weather }}", resource: Pod/web, where: ready(obj)}, {title: It is ready,',
    );
  const german = translationOf({
    "pick/weather/1": ["rain", "Regen"],
    "pick/weather/2": ["snow", "Schnee"],
    "pick/name/1": ["web", "Netz"],
    "pick/fault/image/about": ["It is not to be had", "Es ist nicht zu bekommen"],
    "pick/fault/image/fix": ["kubectl set image pod/web web=nginx", "kubectl setze image"],
    "pick/fault/image/hints/1": ["Read `${{ name }}`.", "Lies `${{ name }}`."],
    "pick/fault/node/about": ["It has no place", "Es hat keinen Platz"],
    "objectives/1": ["Walk through ${{ weather }}", "Geh durch den ${{ weather }}"],
  });

  it("is found through another value that is it", () => {
    const nested = LESSON.replace(
      "pick: {name: [web, shop]}",
      `
pick:
  link:
    - {id: name, says: The name is wrong, fix: kubectl get services}
  inside:
    - {id: one, first: "\${{ link }}"}
`,
    )
      .replace("objectives: [Make a Pod]", 'objectives: ["${{ inside.first.says }}"]')
      .replace("${{ name }}", "web")
      .replace('kubectl run web --image=nginx", {answer', '${{ inside.first.fix }}", {answer');
    const source = parseSource(nested, new Problems(""));
    const places = source === undefined ? [] : textsOf(source).map(({ place }) => place);
    expect(places.filter((place) => place.startsWith("pick/"))).toEqual(["pick/link/name/says"]);
  });

  it("is a text where only texts name it, or where it is more than a word", () => {
    const source = parseSource(content, new Problems(""));
    const places = source === undefined ? [] : textsOf(source).map(({ place }) => place);
    expect(places.filter((place) => place.startsWith("pick/"))).toEqual([
      "pick/weather/1",
      "pick/weather/2",
      "pick/fault/image/about",
      "pick/fault/image/hints/1",
      "pick/fault/image/hints/2",
      "pick/fault/node/about",
      "pick/fault/node/hints/1",
      "pick/fault/node/hints/2",
    ]);
  });

  it.each([1, 2, 3, 4, 5, 6])("is drawn as in English, and answered as there: seed %i", (seed) => {
    const plain = loadLesson("pods/small.yaml", content, seed).value;
    const told = inWords(german, content, seed);
    const [weather, about, fix] = told.objectives;
    expect(weather).toBe(plain?.objectives[0] === "Walk through rain" ? "Geh durch den Regen" : "Geh durch den Schnee");
    expect(fix).toBe(plain?.objectives[2]);
    const isImage = plain?.objectives[1] === "It is not to be had";
    expect(about).toBe(isImage ? "Es ist nicht zu bekommen" : "Es hat keinen Platz");
    const [step] = told.steps;
    const [question] = step?.questions ?? [];
    expect(step?.checks).toHaveLength(plain?.steps[0]?.checks.length ?? 0);
    expect(step?.hints[0]).toMatch(isImage ? /^Lies `(web|shop)`\.$/ : /^Look\.$/);
    expect(question?.answer).toEqual(plain?.steps[0]?.questions?.[0]?.answer);
    expect(question?.options?.[1]).toBe(plain?.objectives[1]);
    expect(question?.shown?.[1]).toBe(about);
  });
});

describe("exams, review tasks and the placement check", () => {
  const read = (file: string) => readFileSync(join(import.meta.dirname, "../../../lessons", file), "utf8");
  const german = (file: string) => loadTranslation(file, read(`translations/de/${file}`)).value;

  it("have their texts, and keep what is checked", () => {
    const exam = loadExam("exams/first-rounds.yaml", read("exams/first-rounds.yaml"), 3);
    const told = loadExam(
      "exams/first-rounds.yaml",
      read("exams/first-rounds.yaml"),
      3,
      german("exams/first-rounds.yaml"),
    );
    expect(told.value?.title).toBe("Die erste Runde");
    expect(told.value?.tasks.map(({ solutions }) => solutions)).toEqual(
      exam.value?.tasks.map(({ solutions }) => solutions),
    );
    const drill = loadLesson("review/one-pod.yaml", read("review/one-pod.yaml"), 3, german("review/one-pod.yaml"));
    expect(drill.value?.steps[0]?.task).toMatch(/^Erstelle einen Pod `\w+` aus dem Image/);
    const placement = loadPlacement("placement.yaml", read("placement.yaml"), german("placement.yaml"));
    const { questions = [] } = placement.value?.tracks[0] ?? {};
    expect(questions[0]?.options.map(({ correct }) => correct)).toEqual([undefined, true, undefined]);
    expect(questions[0]?.options[1]?.text).toMatch(/^Das kubelet startet einen neuen Container/);
  });

  it("are as they were written where the translation makes nothing of them", () => {
    const none = translationOf({ title: ["First rounds", "Die erste Runde"] });
    const stale = { ...none, texts: { title: { source: "xold", text: "Alt" } } };
    const loaded = loadExam("exams/first-rounds.yaml", read("exams/first-rounds.yaml"), 3, stale);
    expect(loaded.value?.title).toBe("First rounds");
  });
});

describe("a translation file", () => {
  const source = parseSource(LESSON, new Problems(""));
  if (source === undefined) throw new Error("the lesson is not YAML");
  const written = (earlier?: Translation) => skeletonFor("pods/small.yaml", source, "de", earlier);
  const read = (text: string) => {
    const { value, problems } = loadTranslation("small.yaml", text);
    if (value === undefined) throw new Error(problems.map(formatProblem).join("\n"));
    return value;
  };

  it("is written with every text and its source, and brought up to date without a loss", () => {
    const first = read(written().text);
    expect(Object.keys(first.texts)).toContain("quiz/q/options/2/text");
    expect(written().text).toContain("  # A small one\n  title:\n");
    const { title, intro } = first.texts;
    if (title === undefined || intro === undefined) throw new Error("texts are missing");
    const earlier = {
      ...first,
      texts: { ...first.texts, title: { ...title, text: "Eine kleine" }, intro: { source: "xold", text: "Alt" } },
    };
    const second = read(written(earlier).text);
    expect(second.texts.title?.text).toBe("Eine kleine");
    expect(second.texts.intro).toEqual({ source: intro.source, text: "", old: "Alt" });
    expect(read(written(second).text)).toEqual(second);
  });

  it("is told what is stale, lost, too long, or about nothing, each at its line", () => {
    const text = [
      "format: k8s-tutor-translation/v1",
      "texts:",
      `  title: {source: ${markOf("A small one")}, text: ${"lang ".repeat(20)}}`,
      "  intro: {source: xold, text: Alt}",
      `  steps/make/hints/3: {source: ${markOf("`kubectl run web --image=nginx`")}, text: Tippe.}`,
      "  steps/gone/task: {source: xold, text: Weg}",
    ].join("\n");
    const findings = judgeTranslation(
      { file: "de.yaml", content: text, language: "de" },
      { content: LESSON, inWords: (translation) => inWords(translation) },
    ).map(({ line, level, message }) => `${line} ${level}: ${message}`);
    expect(findings).toEqual([
      expect.stringMatching(/^1 warning: \d+ of \d+ texts are not translated/),
      expect.stringMatching(/^3 error: Title: 99 characters, at most 48/),
      expect.stringMatching(/^4 warning: The text that this was made from has changed/),
      expect.stringMatching(/^5 error: The code `kubectl run web --image=nginx` of the source is missing/),
      expect.stringMatching(/^6 warning: No text stands at `steps\/gone\/task` any more/),
    ]);
  });

  it.each([
    ["Use `get`.", "Nimm `get`.", undefined],
    ["Use `get`.", "Nimm get.", "the code `get` of the source is missing"],
    ["Use it.", "Nimm `get`.", "the code `get` is not in the source"],
    ["The ${{ pod }}.", "Der ${{ node }}.", "the placeholder `${{ pod }}` of the source is missing"],
    ["See [that](first-pod).", "Siehe [das](zuerst).", "the link to `first-pod` of the source is missing"],
  ])("%s as %s", (text, words, fault) => {
    expect(faultOf(text, words)).toBe(fault);
  });
});

describe("the translations of the course", () => {
  const lessons = join(import.meta.dirname, "../../../lessons");
  const folder = join(lessons, "translations/de");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".yaml"));

  it.each(files)("%s keeps code, placeholders and limits", (file) => {
    const content = readFileSync(join(lessons, file), "utf8");
    const inTheseWords = (translation: Translation) => loadLesson(file, content, undefined, translation).value;
    const findings = judgeTranslation(
      { file, content: readFileSync(join(folder, file), "utf8"), language: "de" },
      { content, inWords: file.includes("/") ? inTheseWords : () => undefined },
    );
    expect(findings.filter(({ level }) => level === "error")).toEqual([]);
  });
});

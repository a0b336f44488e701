import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadEveryExam } from "../../src/tutor/exam/exam.ts";
import { loadEveryDraw, loadLesson } from "../../src/tutor/load.ts";
import { loadPlacement } from "../../src/tutor/placement.ts";

const folder = join(import.meta.dirname, "../../lessons");
const read = (path: string) => readFileSync(join(folder, path), "utf8");
const names = (part: string) => readdirSync(join(folder, part)).filter((name) => name.endsWith(".yaml"));

/** By a glance at the text: to read the whole course would take longer than all that is asked here. */
const lessons = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => /^[^/]+\/[^/]+\.yaml$/.test(name) && !/^(review|exams)\//.test(name));
const ids = new Set(lessons.map((name) => name.replace(/^.*\/|\.yaml$/g, "")));

describe("review tasks", () => {
  const drills = names("review");

  it.each(drills)("%s loads with everything that can be drawn, for concepts that lessons teach", (name) => {
    const { value, problems } = loadEveryDraw(`review/${name}`, read(`review/${name}`));
    expect(problems).toEqual([]);
    const taught = lessons.map(read).join("\n");
    for (const concept of value?.[0]?.lesson.teaches ?? []) expect(taught).toContain(concept);
  });

  it("have other names with another seed", () => {
    const tasks = [1, 2, 3, 4].map((seed) => loadLesson("review/one-pod.yaml", read("review/one-pod.yaml"), seed));
    expect(new Set(tasks.map(({ value }) => value?.steps[0]?.task)).size).toBeGreaterThan(1);
  });
});

describe("exams", () => {
  it.each(names("exams"))("%s loads with everything that can be drawn, and names lessons that there are", (name) => {
    const { value, problems } = loadEveryExam(`exams/${name}`, read(`exams/${name}`));
    expect(problems).toEqual([]);
    for (const { tasks } of value ?? [])
      for (const task of tasks) for (const id of task.lessons) expect(ids).toContain(id);
  });
});

describe("the placement check", () => {
  it("names lessons and review tasks that there are", () => {
    const { value, problems } = loadPlacement("placement.yaml", read("placement.yaml"));
    expect(problems).toEqual([]);
    for (const { questions, task } of value?.tracks ?? []) {
      for (const id of [...questions.flatMap((one) => one.lessons), ...(task?.lessons ?? [])])
        expect(ids).toContain(id);
      if (task !== undefined) expect(names("review")).toContain(`${task.drill}.yaml`);
    }
  });
});

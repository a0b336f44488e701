// Proves one lesson, with everything that a lesson test needs of the program around it: worlds, terminals to try texts on, a reader of
// command lines.

import { findCommand } from "../kubectl/find-command.ts";
import { FlagError, parseFlags } from "../kubectl/flags/parse.ts";
import { globalFlags } from "../kubectl/global-flags.ts";
import { ShellSyntaxError } from "../shell/lex.ts";
import { MemoryFiles } from "../shell/memory-files.ts";
import { parseScript } from "../shell/parse.ts";
import { renderMarkdown } from "../terminal/markdown.ts";
import { createStyler } from "../terminal/style.ts";
import { stripAnsi, textWidth } from "../terminal/text-width.ts";
import { isDrill } from "../tutor/drill.ts";
import { testExam } from "../tutor/exam/exam-test.ts";
import { english } from "../tutor/language/english.ts";
import type { Lesson } from "../tutor/lesson.ts";
import type { Paper } from "../tutor/lesson-test/appearance.ts";
import type { NewWorld } from "../tutor/lesson-test/chain.ts";
import type { LessonTestReport } from "../tutor/lesson-test/report.ts";
import { plainWords } from "../tutor/lesson-test/rewrite.ts";
import { testLesson } from "../tutor/lesson-test/test-lesson.ts";
import type { ReadLesson } from "./course-files.ts";
import type { ReadExam } from "./exam-files.ts";
import { LessonWorld } from "./lesson-world.ts";
import { chooseProfile } from "./profiles.ts";
import { schemaSource } from "./schema-source.ts";
import { LearnerWorld } from "./world.ts";

const usualSeed = 1;

/** Lesson tests begin at one instant, so that they give the same result whenever they run. */
const startMs = Date.parse("2026-01-05T09:00:00Z");

export interface ProofOptions {
  readonly step?: string;
  readonly thorough?: boolean;
}

/** A lesson as chance has made it. */
export interface Played {
  readonly lesson: Lesson;
  readonly seed: number;
}

/** The lesson with the seed that was asked for; or with as many as it takes to play every value that chance can choose. */
export function playedOf({ lesson, seeds, withSeed }: ReadLesson, asked: number | undefined): readonly Played[] {
  if (lesson === undefined) return [];
  if (seeds.length === 0) return [{ lesson, seed: asked ?? usualSeed }];
  // In review tasks only names and numbers are drawn: one draw stands for all of them.
  const enough = isDrill(lesson) ? seeds.slice(0, 1) : seeds;
  return (asked === undefined ? enough : [asked]).flatMap((seed) => {
    const drawn = withSeed(seed);
    return drawn === undefined ? [] : { lesson: drawn, seed };
  });
}

export function proveLesson({ lesson, seed }: Played, { step, thorough }: ProofOptions): Promise<LessonTestReport> {
  return testLesson(lesson, worldFactory(seed), {
    ...(step !== undefined && { step }),
    isThorough: thorough === true,
    papers: papers(),
    faultOf,
  });
}

/** An exam as it is drawn first, or as the seed that was asked for draws it; undefined when it has problems. */
export async function proveExam(exam: ReadExam, seed = usualSeed): Promise<LessonTestReport | undefined> {
  const drawn = exam.problems.length > 0 ? undefined : exam.withSeed(seed);
  return drawn && testExam(drawn, worldFactory(seed), seed);
}

function worldFactory(usual: number): NewWorld {
  const schema = schemaSource();
  return async (lesson, seed = usual) => {
    const profile = chooseProfile(lesson.setup?.cluster === undefined ? {} : { cluster: lesson.setup.cluster });
    const files = new MemoryFiles({ now: () => startMs });
    return new LessonWorld(LearnerWorld.boot({ profile, seed, startMs, schema, files }));
  };
}

function papers(): readonly Paper[] {
  return [60, 80, 120].flatMap((width) =>
    [
      { look: "plain", color: false, plain: true },
      { look: "no colours", color: false, plain: false },
    ].map(({ look, color, plain }) => {
      const styler = createStyler({ color, plain });
      return {
        name: `${width} columns, ${look},`,
        typesetter: {
          width,
          plain,
          markdown: (text: string, columns: number) => renderMarkdown(text, columns, styler),
          texts: english,
          style: styler.style,
          mark: styler.mark,
        },
        widthOf: (line: string) => textWidth(stripAnsi(line)),
      };
    }),
  );
}

/** What is wrong with a line, as the shell reads it, and as kubectl does where it is one plain command. */
async function faultOf(line: string): Promise<string | undefined> {
  try {
    parseScript(line);
    const [program, ...words] = plainWords(line) ?? [];
    if (program !== "kubectl" && program !== "k") return undefined;
    const globals = globalFlags("/home/learner");
    const found = await findCommand(words, globals, {});
    if (found === undefined) return `kubectl has no \`${words[0] ?? ""}\``;
    parseFlags(found.words, [...globals, ...found.command.flags]);
    return undefined;
  } catch (error) {
    if (error instanceof ShellSyntaxError || error instanceof FlagError) return error.message;
    throw error;
  }
}

// Judges a lesson that can be loaded: what no schema can say about its texts, its commands, its links and its hints.

import { SCHEMA_LINE } from "../draft/lesson-yaml.ts";
import type { Located } from "../format/source.ts";
import { lintFiles } from "./files.ts";
import { type Finding, Findings, type Specimen } from "./finding.ts";
import { lintHints } from "./hints.ts";
import { type LineJudge, lintLines } from "./lines.ts";
import { lintLinks } from "./links.ts";
import { lintSpans } from "./spans.ts";
import { lintTexts } from "./texts.ts";
import { lintUnwritten } from "./unwritten.ts";

export interface LintTools {
  /** What is wrong with a line of the learner's shell. */
  readonly judgeLine: LineJudge;
  /** The ids of the course's lessons; absent where the lesson stands alone. */
  readonly lessons?: ReadonlySet<string>;
}

export interface LessonFile {
  readonly file: string;
  readonly content: string;
  /** The lesson, once for each choice of its `pick`. */
  readonly specimens: readonly Specimen[];
}

export async function lintLesson(
  { file, content, specimens }: LessonFile,
  tools: LintTools,
): Promise<readonly Finding[]> {
  const findings = new Findings(file);
  lintHead(content, findings.say);
  for (const specimen of specimens) {
    lintUnwritten(specimen, findings.say);
    lintTexts(specimen, findings.say);
    lintHints(specimen, findings.say);
    lintLinks(specimen, tools.lessons, findings.say);
    lintFiles(specimen, findings.say);
    await lintLines(specimen, tools.judgeLine, findings.say);
    await lintSpans(specimen, tools.judgeLine, findings.say);
  }
  return findings.all;
}

/** Of an exam only what nobody would see before it is held: its texts have no limits but those of its shape. */
export async function lintExam(
  file: string,
  documents: readonly Located[],
  { judgeLine }: Pick<LintTools, "judgeLine">,
): Promise<readonly Finding[]> {
  const findings = new Findings(file);
  for (const document of documents) {
    lintUnwritten({ document }, findings.say);
    await lintLines({ document }, judgeLine, findings.say);
  }
  return findings.all;
}

function lintHead(content: string, say: Findings["say"]): void {
  if (content.split("\n", 20).some((line) => /^# yaml-language-server: \$schema=/.test(line))) return;
  say(
    { line: 1, column: 1 },
    `Editors do not know this format yet. Begin the file with \`${SCHEMA_LINE}\`.`,
    "warning",
  );
}

// Judges a lesson that can be loaded: what no schema can say about its texts, its commands, its links and its hints.

import type { Located } from "../format/source.ts";
import { SCHEMAS, type SchemaName, schemaFile, schemaLine } from "../schemas.ts";
import { lintFiles } from "./files.ts";
import { type Finding, Findings, type Specimen } from "./finding.ts";
import { lintHints } from "./hints.ts";
import { type LineJudge, lintLines } from "./lines.ts";
import { lintLinks } from "./links.ts";
import { lintOptions } from "./options.ts";
import { lintReferences } from "./references.ts";
import { lintSpans } from "./spans.ts";
import { lintTexts } from "./texts.ts";
import { lintUnwritten } from "./unwritten.ts";
import { lintWording } from "./wording.ts";

export interface LintTools {
  /** What is wrong with a line of the learner's shell. */
  readonly judgeLine: LineJudge;
  /** The ids of the course's lessons and review tasks; absent where the lesson stands alone. */
  readonly lessons?: ReadonlySet<string>;
}

export interface LessonFile {
  readonly file: string;
  readonly content: string;
  /** Which of the course's files it is. */
  readonly schema: SchemaName;
  /** The lesson, once for each choice of its `pick`. */
  readonly specimens: readonly Specimen[];
}

export async function lintLesson(
  { file, content, schema, specimens }: LessonFile,
  tools: LintTools,
): Promise<readonly Finding[]> {
  const findings = new Findings(file);
  const worded = new Set<string>();
  lintHead(content, schema, findings.say);
  for (const specimen of specimens) {
    lintUnwritten(specimen, findings.say);
    lintTexts(specimen, findings.say);
    lintHints(specimen, findings.say);
    lintLinks(specimen, tools.lessons, findings.say);
    lintFiles(specimen, findings.say);
    lintWording(specimen, worded, findings.say);
    lintOptions(specimen, findings.say);
    await lintLines(specimen, tools.judgeLine, findings.say);
    await lintSpans(specimen, tools.judgeLine, findings.say);
  }
  return findings.all;
}

/** Of an exam only what nobody would see before it is held: its texts have no limits but those of its shape. The same goes for what else lies
 * beside the lessons.
 * @param documents the file, once for each choice of its `pick`. */
export async function lintOther(
  { file, content, schema }: Omit<LessonFile, "specimens">,
  documents: readonly Located[],
  { judgeLine, lessons }: LintTools,
): Promise<readonly Finding[]> {
  const findings = new Findings(file);
  const worded = new Set<string>();
  lintHead(content, schema, findings.say);
  for (const document of documents) {
    lintUnwritten({ document }, findings.say);
    lintReferences(document, lessons, findings.say);
    lintWording({ document }, worded, findings.say);
    lintOptions({ document }, findings.say);
    await lintLines({ document }, judgeLine, findings.say);
  }
  return findings.all;
}

function lintHead(content: string, schema: SchemaName, say: Findings["say"]): void {
  const head = content.split("\n", 20);
  const at = head.findIndex((line) => /^# yaml-language-server: \$schema=/.test(line));
  if (at < 0) {
    say(
      { line: 1, column: 1 },
      `Editors do not know this format yet. Begin the file with \`${schemaLine(schema)}\`.`,
      "warning",
    );
    return;
  }
  const named = SCHEMAS.find((name) => head[at]?.endsWith(`/${schemaFile(name)}`));
  if (named === undefined || named === schema) return;
  say(
    { line: at + 1, column: 1 },
    `Editors take this file for another format, ${schemaFile(named)}. Write \`${schemaLine(schema)}\`.`,
    "warning",
  );
}

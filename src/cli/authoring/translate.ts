// `k8s-tutor new --translate LANGUAGE FILE`: writes the translation file of a lesson, or brings it up to date.

import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { Problems, parseSource } from "../../tutor/format/source.ts";
import { loadTranslation } from "../../tutor/translation/load.ts";
import { skeletonFor } from "../../tutor/translation/skeleton.ts";
import { TRANSLATIONS, type Translation } from "../../tutor/translation/translation.ts";
import { courseDirectory, problemText, readText, yamlFiles } from "../course-files.ts";
import { systemReason, UserError } from "../failure.ts";
import { courseRoot } from "./new.ts";

/** @param named a lesson's id, or the path of any file of the course with texts, as course.yaml. */
export function translate(named: string | undefined, language: string, lessons: string | undefined): number {
  if (!/^[a-z]{2,3}$/.test(language))
    throw new UserError(`${language} is no language; say it in two letters, as --translate de`, 2);
  const root = courseDirectory(lessons ?? courseRoot(undefined));
  const file = fileFor(named, root);
  const place = relative(root, file).split(sep).join("/");
  const target = join(root, TRANSLATIONS, language, place);
  const problems = new Problems(place);
  const source = parseSource(readText(file), problems);
  const [problem] = problems.found;
  if (source === undefined || problem !== undefined)
    throw new UserError(problem === undefined ? `${place} cannot be read` : problemText(problem));
  const { text, open } = skeletonFor(place, source, language, earlierAt(target));
  try {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  } catch (error) {
    throw new UserError(`${target} cannot be written: ${systemReason(error)}; choose another folder`);
  }
  const left = open === 0 ? "everything is translated" : `${open} to translate: their \`text\` is empty`;
  process.stdout.write(`${relative(process.cwd(), target)} is written; ${left}.\n`);
  return 0;
}

function fileFor(named: string | undefined, root: string): string {
  if (named === undefined) throw new UserError("say which lesson: k8s-tutor new --translate de first-pod", 2);
  const candidates = [
    resolve(named),
    resolve(root, named),
    ...yamlFiles(root).filter((file) => file.endsWith(`${sep}${named}.yaml`)),
  ];
  const found = candidates.find((file) => existsSync(file) && /\.ya?ml$/.test(file));
  if (found === undefined || relative(resolve(root), resolve(found)).startsWith(".."))
    throw new UserError(`there is no ${named} in the course ${root}; name a lesson, or a file of the course`, 2);
  return found;
}

function earlierAt(target: string): Translation | undefined {
  if (!existsSync(target)) return undefined;
  const { value, problems } = loadTranslation(target, readText(target));
  if (value === undefined)
    throw new UserError(`${problems.map(problemText).join("\n")}\nMend that first; then it can be brought up to date.`);
  return value;
}

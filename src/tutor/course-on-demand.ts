// The course of files that are known to be sound, as the built-in ones are, which its tests prove: a lesson is read when somebody asks for
// it. To read all of them costs more than everything else that a start does.

import { type Course, courseOf, isLessonFile, type LessonHead, readOrder, type Translations } from "./course.ts";
import { Problems, parseSource, plainValue } from "./format/source.ts";
import type { Lesson } from "./lesson.ts";
import { loadLesson } from "./load.ts";
import { translated } from "./translation/translation.ts";

/** A lesson's file begins with what a menu shows; below one of these keys stands what only who takes the lesson needs. */
const BELOW_THE_HEAD = /^(pick|objectives|setup|intro|steps):/m;

export function courseOnDemand(files: ReadonlyMap<string, string>, translations: Translations): Course {
  const paths = new Map([...files.keys()].filter(isLessonFile).map((file) => [idOf(file), file]));
  const order = readOrder(files, translations).order;
  const ids = [...order.tracks.flatMap(({ lessons }) => lessons)].filter((id) => paths.has(id));
  const load = (id: string, seed?: number): Lesson | undefined => {
    const file = paths.get(id);
    if (file === undefined) return undefined;
    const { value, problems } = loadLesson(file, files.get(file) ?? "", seed, translations.get(file));
    if (value === undefined) throw new Error(`${file} cannot be read: ${problems[0]?.message}`);
    return value;
  };
  const headOf = (id: string): LessonHead => {
    const file = paths.get(id) ?? "";
    return (
      head(files.get(file) ?? "", translations, file) ?? load(id) ?? { id, title: id, minutes: 0, level: "beginner" }
    );
  };
  return courseOf(order, new OnDemand(ids, load), new OnDemand(ids, headOf), (id, seed) => load(id, seed));
}

function idOf(file: string): string {
  return file.replace(/^.*\//, "").replace(/\.ya?ml$/, "");
}

/** Undefined where the file begins in another order: then all of it has to be read. */
function head(content: string, translations: Translations, file: string): LessonHead | undefined {
  const end = content.search(BELOW_THE_HEAD);
  const source = end < 0 ? undefined : parseSource(content.slice(0, end), new Problems(file));
  const translation = translations.get(file);
  if (source === undefined) return undefined;
  const { id, title, minutes, level } = plainValue(
    translation === undefined ? source : translated(source, translation),
  ) as Partial<LessonHead>;
  if (id === undefined || title === undefined || minutes === undefined || level === undefined) return undefined;
  return { id, title, minutes, level };
}

/** Values that are made when they are asked for, and kept. */
class OnDemand<T> implements ReadonlyMap<string, T> {
  private readonly made = new Map<string, T>();
  private readonly ids: ReadonlySet<string>;

  constructor(
    ids: readonly string[],
    private readonly make: (id: string) => T | undefined,
  ) {
    this.ids = new Set(ids);
  }

  get size(): number {
    return this.ids.size;
  }

  has(id: string): boolean {
    return this.ids.has(id);
  }

  get(id: string): T | undefined {
    const known = this.made.get(id);
    if (known !== undefined || !this.ids.has(id)) return known;
    const value = this.make(id);
    if (value !== undefined) this.made.set(id, value);
    return value;
  }

  keys(): MapIterator<string> {
    return this.ids.keys();
  }

  *entries(): MapIterator<[string, T]> {
    for (const id of this.ids) {
      const value = this.get(id);
      if (value !== undefined) yield [id, value];
    }
  }

  *values(): MapIterator<T> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): MapIterator<[string, T]> {
    return this.entries();
  }

  forEach(each: (value: T, id: string, map: ReadonlyMap<string, T>) => void): void {
    for (const [id, value] of this.entries()) each(value, id, this);
  }
}

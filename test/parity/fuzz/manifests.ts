// Manifests that are broken in ways in which people break them, and in some in which only machines do.

import type { FieldSchema } from "../../../src/api/field-schema.ts";
import { toYaml } from "../../../src/kubectl/yaml/dump.ts";
import { parseYamlDocument } from "../../../src/kubectl/yaml/load.ts";
import type { Random } from "../../../src/sim/random.ts";
import { brokenObject, isTree, type Tree } from "./objects.ts";

/** What to begin with: good manifests, as texts and as objects. */
export interface Good {
  readonly documents: readonly string[];
  readonly objects: readonly Tree[];
  readonly schema: FieldSchema;
}

export function goodManifests(texts: readonly string[], schema: FieldSchema): Good {
  const documents = texts.flatMap(documentsOf);
  const objects = documents.map((document) => parseYamlDocument(document).value).filter(isTree);
  return { documents, objects, schema };
}

/** Documents of good manifests, to begin with. */
export function documentsOf(text: string): readonly string[] {
  return text.split(/^---\n/m).filter((document) => document.trim() !== "");
}

type Mutation = (lines: readonly string[], random: Random) => readonly string[];

const values = [
  "1",
  "-1",
  "0",
  "1.5",
  "1e400",
  "99999999999999999999",
  "0644",
  "0x1F",
  "1_000",
  "12:30:45",
  "2020-01-01",
  "true",
  "yes",
  "No",
  "on",
  "~",
  "null",
  '""',
  "''",
  "[]",
  "{}",
  "[a, b]",
  "{a: b}",
  "[1, {a: [b]}]",
  "text",
  "two words",
  "héllo",
  "🦄",
  '"\\u0000"',
  '"\\ud83e\\udd84"',
  '"\\x41"',
  '"\\q"',
  "'it''s'",
  "'open",
  '"open',
  "a: b",
  "a: b: c",
  "- x",
  "*nope",
  "&anchor x",
  "!!str 1",
  "!!int x",
  "!!binary aGk=",
  "!custom x",
  "|",
  "|-\n  text",
  ">\n  folded",
  "@x",
  "`x`",
  "%x",
  "# comment",
  "x #comment",
  ".inf",
  ".nan",
  "<<",
  "=",
  "1Gi",
  "100m",
  "12XB",
  "nginx:",
  "a".repeat(300),
  "[".repeat(50),
  `${"[".repeat(11000)}${"]".repeat(11000)}`,
  "x".repeat(70000),
  `${"{a: ".repeat(40)}1${"}".repeat(40)}`,
];

const keys = [
  "name",
  "spec",
  "metadata",
  "replica",
  "Containers",
  "1",
  "true",
  "null",
  '""',
  "héé",
  "? x",
  "<<",
  "a b",
  "image",
];

const mutations: readonly Mutation[] = [
  // A value of another type.
  (lines, random) =>
    changeLine(lines, random, (line) =>
      line.replace(/(:|- ).*$/, (_, mark: string) => `${mark.trim()} ${random.pick(values)}`),
    ),
  (lines, random) =>
    changeLine(lines, random, (line) =>
      line.replace(/(:|- ).*$/, (_, mark: string) => `${mark.trim()} ${random.pick(values)}`),
    ),
  // Another key.
  (lines, random) => changeLine(lines, random, (line) => line.replace(/[\w.-]+(?=:)/, random.pick(keys))),
  // A line less, twice, elsewhere.
  (lines, random) => lines.toSpliced(random.below(lines.length), 1),
  (lines, random) => {
    const at = random.below(lines.length);
    return lines.toSpliced(at, 0, lines[at] ?? "");
  },
  (lines, random) => {
    const at = random.below(lines.length);
    return lines.toSpliced(at, 1).toSpliced(random.below(lines.length), 0, lines[at] ?? "");
  },
  // Another indent.
  (lines, random) => changeLine(lines, random, (line) => ` ${line}`),
  (lines, random) => changeLine(lines, random, (line) => line.replace(/^ {1,2}/, "")),
  (lines, random) => changeLine(lines, random, (line) => line.replace(/^( *)/, "\t")),
  (lines, random) => changeLine(lines, random, (line) => `${line}\t`),
  // A colon or a dash too few or too many.
  (lines, random) => changeLine(lines, random, (line) => line.replace(":", "")),
  (lines, random) => changeLine(lines, random, (line) => line.replace(": ", ":")),
  (lines, random) => changeLine(lines, random, (line) => line.replace("- ", "")),
  (lines, random) => changeLine(lines, random, (line) => line.replace(/^( *)/, "$1- ")),
  // An anchor, and one that is used.
  (lines, random) => changeLine(lines, random, (line) => line.replace(/: /, ": &a ")),
  (lines, random) => changeLine(lines, random, (line) => line.replace(/: .*$/, ": *a")),
  // Cut off.
  (lines, random) => [lines.join("\n").slice(0, random.below(lines.join("\n").length))],
  // A character more.
  (lines, random) => {
    const text = lines.join("\n");
    const at = random.below(text.length + 1);
    const odd = random.pick([
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      "#",
      "&",
      "*",
      "!",
      "|",
      ">",
      "'",
      '"',
      "%",
      "@",
      "`",
      "-",
      "?",
      "\t",
      "\r",
      "\u0000",
      "\u0007",
      "\u0085",
      "\u2028",
      "\ufeff",
      "é",
      "🦄",
    ]);
    return [text.slice(0, at) + odd + text.slice(at)];
  },
  // Something between the documents.
  (lines, random) =>
    lines.toSpliced(
      random.below(lines.length),
      0,
      random.pick(["---", "...", "--- # x", "%YAML 1.1", "%TAG ! x", "---x", "- x", "x", "x:", "{}", ""]),
    ),
];

function changeLine(lines: readonly string[], random: Random, change: (line: string) => string): readonly string[] {
  const at = random.below(lines.length);
  return lines.with(at, change(lines[at] ?? ""));
}

/** A manifest with one to three faults: of the text, or of the object. */
export function brokenManifest(good: Good, random: Random): string {
  const choice = random.below(10);
  if (choice < 4) return brokenText(good.documents, random);
  const object = () => written(brokenObject(random.pick(good.objects), good.schema, random), random);
  if (choice < 8) return object();
  if (choice === 8) return otherBytes([object(), random.pick(good.documents)].join("---\n"), random);
  return brokenText([object()], random);
}

/** As JSON in a line, JSON on several, or YAML. */
function written(object: Tree, random: Random): string {
  const form = random.below(8);
  if (form === 0) return `${JSON.stringify(object)}\n`;
  if (form === 1) return `${JSON.stringify(object, null, 2)}\n`;
  return toYaml(object);
}

function brokenText(documents: readonly string[], random: Random): string {
  let lines: readonly string[] = random.pick(documents).trimEnd().split("\n");
  if (random.below(12) === 0) lines = [...lines, "---", ...random.pick(documents).trimEnd().split("\n")];
  for (let count = 1 + random.below(3); count > 0; count--) {
    if (lines.length > 0) lines = random.pick(mutations)(lines, random).join("\n").split("\n");
  }
  const text = `${lines.join("\n")}\n`;
  return random.below(15) === 0 ? otherBytes(text, random) : text;
}

/** The same in another encoding, or with bytes that are no text. */
function otherBytes(text: string, random: Random): string {
  switch (random.below(7)) {
    case 0:
      return `\ufeff${text}`;
    case 1:
      return text.replaceAll("\n", "\r\n");
    case 2:
      return text.replaceAll("\n", "\r");
    case 3:
      return text.replaceAll("  ", "\t");
    case 4:
      return text.split("").join("\u0000");
    case 5: {
      const at = random.below(text.length);
      return `${text.slice(0, at)}${random.pick(["\udc80", "\udcff", "\udcc3", "\udced\udca0\udc80"])}${text.slice(at)}`;
    }
    default:
      return text.trimEnd();
  }
}

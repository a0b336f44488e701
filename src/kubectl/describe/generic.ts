// Describes any object of a kind that has no description of its own: all fields, sorted, under titles made of their names.

import { goValue } from "../../api/go-values.ts";
import type { AnyObject } from "../../api/types.ts";
import type { DescribeContext } from "./context.ts";
import { DescriptionWriter } from "./description-writer.ts";
import { subjectOf, writeEventsOf } from "./events.ts";
import { writeHeader } from "./header.ts";
import { byKey } from "./values.ts";

type Fields = Readonly<Record<string, unknown>>;

// The header shows these, or nobody wants to see them.
const SKIPPED: readonly string[] = [
  ".metadata.managedFields",
  ".metadata.name",
  ".metadata.namespace",
  ".metadata.labels",
  ".metadata.annotations",
];
const ACRONYMS: readonly string[] = ["API", "URL", "UID", "OSB", "GUID"];

export async function describeGeneric(object: AnyObject, context: DescribeContext): Promise<string> {
  const writer = new DescriptionWriter();
  writeHeader(writer, object);
  writeFields(writer, 0, object, "");
  await writeEventsOf(writer, [subjectOf(object)], context);
  return writer.text();
}

function writeFields(writer: DescriptionWriter, level: number, fields: Fields, path: string): void {
  for (const [name, value] of Object.entries(fields).sort(byKey)) {
    const own = `${path}.${name}`;
    if (SKIPPED.includes(own)) continue;
    if (!isCompound(value)) {
      writer.field(level, titleOf(name), goValue(value));
      continue;
    }
    writer.line(level, `${titleOf(name)}:`);
    if (!Array.isArray(value)) writeFields(writer, level + 1, value as Fields, own);
    else for (const child of value) writeChild(writer, level + 1, child, own);
  }
}

function writeChild(writer: DescriptionWriter, level: number, child: unknown, path: string): void {
  if (isCompound(child) && !Array.isArray(child)) writeFields(writer, level, child as Fields, path);
  else writer.line(level, goValue(child));
}

function isCompound(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** `podIP` becomes `Pod IP`; a name with anything but letters and dashes stays as it is. */
export function titleOf(name: string): string {
  if (/[^\p{L}-]/u.test(name)) return name;
  return words(name)
    .map((word) =>
      ACRONYMS.includes(word.toUpperCase()) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1),
    )
    .join(" ");
}

// A run of capitals before a small letter gives that letter its last capital: `HTTPServer` is `HTTP`, `Server`.
function words(name: string): string[] {
  return name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}|-+/gu) ?? [];
}

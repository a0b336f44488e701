// Labels, annotations and selectors of a description.

import { formatLabelSelector, type LabelSelectorObject } from "../../api/selector.ts";
import type { LevelWriter } from "./description-writer.ts";
import { byKey } from "./values.ts";

type Pairs = Readonly<Record<string, string>> | undefined | null;

const MAX_ANNOTATION_LENGTH = 140;
const HIDDEN_ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

/** One pair a line below each other, or `<none>`. */
export function writeLabels(writer: LevelWriter, title: string, labels: Pairs, indent = ""): void {
  writeColumn(
    writer,
    title,
    Object.entries(labels ?? {})
      .sort(byKey)
      .map(([key, value]) => `${key}=${value}`),
    indent,
  );
}

/** A title, and texts in one column beside it. */
export function writeColumn(writer: LevelWriter, title: string, texts: readonly string[], indent = ""): void {
  writer.write(0, `${indent}${title}:\t`);
  if (texts.length === 0) writer.line(0, "<none>");
  for (const [index, text] of texts.entries()) {
    if (index > 0) {
      writer.write(0, indent);
      writer.write(0, "\t");
    }
    writer.line(0, text);
  }
}

export function writeAnnotations(writer: LevelWriter, title: string, annotations: Pairs): void {
  writer.write(0, `${title}:\t`);
  const shown = Object.entries(annotations ?? {}).filter(([key]) => key !== HIDDEN_ANNOTATION);
  if (shown.length === 0) writer.line(0, "<none>");
  for (const [index, [key, value]] of shown.sort(byKey).entries()) {
    if (index > 0) writer.write(0, "\t");
    writeAnnotation(writer, key, value.endsWith("\n") ? value.slice(0, -1) : value);
  }
}

function writeAnnotation(writer: LevelWriter, key: string, value: string): void {
  if (key.length + value.length + 2 <= MAX_ANNOTATION_LENGTH && !value.includes("\n")) {
    writer.line(0, `${key}: ${value}`);
    return;
  }
  writer.line(0, `${key}:`);
  for (const line of value.split("\n")) writer.line(0, `\t  ${shortened(line, MAX_ANNOTATION_LENGTH - 2)}`);
}

export function shortened(text: string, maxLength: number): string {
  return text.length > maxLength ? `${text.slice(0, maxLength)}...` : text;
}

/** `a=b,c=d` in one line, or `<none>`. */
export function formatLabels(labels: Pairs): string {
  const texts = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return texts.length === 0 ? "<none>" : texts.sort().join(",");
}

/** `<none>` for no selector and for one that selects everything. */
export function formatSelector(selector: LabelSelectorObject | undefined | null): string {
  const text = formatLabelSelector(selector);
  return text === "" ? "<none>" : text;
}

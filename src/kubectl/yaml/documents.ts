// Takes a stream apart as kubectl does: JSON values as long as it is JSON, and documents of YAML from where it is none.

import { scanJson } from "../../api/json-fault.ts";
import { bytesOfText, joinedText } from "../../bytes/bytes.ts";
import { type LoadedYaml, parseYaml, parseYamlDocument } from "./load.ts";

/** What the stream holds, one after the other; the first error ends it. */
export function* readDocuments(text: string): Generator<LoadedYaml> {
  const source = decoded(text).replaceAll("\r\n", "\n");
  let rest = source;
  if (/^\s*\{/.test(source)) {
    for (let at = 0; ; ) {
      at += /^[ \t\r\n]*/.exec(source.slice(at))?.[0].length ?? 0;
      if (at === source.length) return;
      const scan = scanJson(source, at);
      if (scan.kind === "cut") return yield { error: "unexpected EOF" };
      if (scan.kind === "fault") {
        rest = source.slice(at);
        const [{ text: first } = { text: "" }] = documentsOf(rest);
        const offset = bytesOfText(source.slice(0, scan.at)).length + 1;
        // What is neither JSON nor YAML was meant to be JSON.
        if (parseYaml(first).error !== undefined) return yield { error: `json: offset ${offset}: ${scan.fault}` };
        break;
      }
      yield parseYamlDocument(source.slice(at, scan.end));
      at = scan.end;
    }
  }
  for (const { text: document, error } of documentsOf(rest))
    yield error === undefined ? parseYaml(document) : { error };
}

/** A mark at the beginning tells how the text is encoded; what is no UTF-8 counts as U+FFFD, byte by byte. */
function decoded(text: string): string {
  const order = /^(?:\udcff\udcfe|\udcfe\udcff)/.exec(text)?.[0];
  if (order === undefined) return joinedText(text.replace(/^\uFEFF/, "")).replace(/[\ud800-\udfff]/gu, "\ufffd");
  const bytes = bytesOfText(text).subarray(2);
  return new TextDecoder(order === "\udcff\udcfe" ? "utf-16le" : "utf-16be").decode(bytes);
}

export interface DocumentText {
  readonly text: string;
  /** What is wrong with the line that ends the document; nothing follows then. */
  readonly error?: string;
}

/** The texts of YAML documents in order. */
export function documentsOf(text: string): DocumentText[] {
  const documents: DocumentText[] = [];
  let lines: string[] = [];
  const finish = () => {
    const document = lines.join("\n");
    if (document.trim() !== "") documents.push({ text: document });
    lines = [];
  };
  for (const line of text.split("\n")) {
    if (!line.startsWith("---")) lines.push(line);
    else {
      const rest = line.slice("---".length).trim();
      // kubectl knows of a document only once it has read what ends it.
      if (rest !== "" && !rest.startsWith("#"))
        return [...documents, { text: "", error: `invalid Yaml document separator: ${rest}` }];
      finish();
    }
  }
  finish();
  return documents;
}

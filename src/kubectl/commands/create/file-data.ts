// Where the data of config maps and secrets comes from: literals, files, directories and env files.

import { bytesOfText, isPureText, readableText } from "../../../bytes/bytes.ts";
import type { CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import { stringArrayFlag, stringsFlag } from "../../flags/flag.ts";
import { errorCode, systemMessage } from "../../kubeconfig.ts";

export const DATA_FLAGS = [
  stringsFlag("from-env-file", "Path to a file of lines of key=value pairs that become the data."),
  stringsFlag(
    "from-file",
    "A key file by its path, in which case its name is the key, with a key of its own (key=path), or a directory, of which each file with a valid name is taken.",
  ),
  stringArrayFlag("from-literal", "A key and literal value (i.e. mykey=somevalue)"),
];

export interface DataEntry {
  readonly key: string;
  readonly value: string;
  /** Whether a file holds it, and so it may be any bytes. */
  readonly isFile: boolean;
}

const KEY = /^[-._a-zA-Z0-9]+$/;

/** @param kind as errors name it: `ConfigMap` or `Secret`. */
export function readData({ flags, io }: CommandContext, kind: string, name: string): DataEntry[] {
  const literals = flags.strings("from-literal");
  const files = flags.strings("from-file");
  const envFiles = flags.strings("from-env-file");
  if (envFiles.length > 0 && (literals.length > 0 || files.length > 0)) {
    throw new KubectlError("from-env-file cannot be combined with from-file or from-literal");
  }
  const entries: DataEntry[] = [];
  const add = (entry: DataEntry) => {
    checkKey(entry.key, kind);
    if (entries.some((each) => each.key === entry.key)) {
      throw new KubectlError(
        kind === "Secret"
          ? `cannot add key ${entry.key}, another key by that name already exists`
          : `cannot add key "${entry.key}", another key by that name already exists in Data for ${kind} "${name}"`,
      );
    }
    entries.push(entry);
  };
  for (const source of kind === "ConfigMap" ? [] : files) for (const entry of fileEntries(io, source)) add(entry);
  for (const literal of literals) add(literalEntry(literal));
  for (const source of kind === "ConfigMap" ? files : []) for (const entry of fileEntries(io, source)) add(entry);
  for (const path of envFiles) for (const entry of envEntries(io, path)) add(entry);
  return entries;
}

function checkKey(key: string, kind: string): void {
  const complain = (why: string) =>
    new KubectlError(
      kind === "Secret"
        ? `"${key}" is not valid key name for a Secret ${why}`
        : `"${key}" is not a valid key name for a ${kind}: ${why}`,
    );
  if (key.length > 253) throw complain("must be no more than 253 characters");
  if (KEY.test(key) && key !== "." && !key.startsWith("..")) return;
  const why = KEY.test(key)
    ? key === "." || key === ".."
      ? `must not be '${key}'`
      : "must not start with '..'"
    : "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
  throw complain(why);
}

function literalEntry(source: string): DataEntry {
  const equals = source.indexOf("=");
  if (equals <= 0) throw new KubectlError(`invalid literal source ${source}, expected key=value`);
  return { key: source.slice(0, equals), value: readableText(source.slice(equals + 1)), isFile: false };
}

type Io = CommandContext["io"];

function fileEntries(io: Io, source: string): DataEntry[] {
  const equals = source.indexOf("=");
  const parts = source.split("=");
  if (parts.length > 2) throw new KubectlError("key names or file paths cannot contain '='");
  if (equals === 0) throw new KubectlError(`key name for file path ${source.slice(1)} missing`);
  if (equals === source.length - 1 && equals !== -1)
    throw new KubectlError(`file path for key name ${source.slice(0, -1)} missing`);
  const path = equals === -1 ? source : source.slice(equals + 1);
  const kind = kindOf(io, path);
  if (kind === undefined) throw new KubectlError(`error reading ${path}: no such file or directory`);
  if (kind === "directory") {
    if (equals !== -1) throw new KubectlError("cannot give a key name for a directory path");
    return directoryEntries(io, path);
  }
  const key = equals === -1 ? (path.split("/").at(-1) ?? path) : source.slice(0, equals);
  return [{ key, value: io.files.read(path), isFile: true }];
}

function kindOf(io: Io, path: string) {
  try {
    return io.files.kind(path);
  } catch (error) {
    throw new KubectlError(`error reading ${path}: ${systemMessage("", path, error).split(": ").at(-1)}`);
  }
}

function directoryEntries(io: Io, path: string): DataEntry[] {
  const base = path.replace(/\/+$/, "");
  return [...io.files.list(path)]
    .sort()
    .filter((name) => io.files.kind(`${base}/${name}`) === "file")
    .map((name) => ({ key: name, value: io.files.read(`${base}/${name}`), isFile: true }));
}

function envEntries(io: Io, path: string): DataEntry[] {
  let text: string;
  try {
    if (io.files.kind(path) === "directory") throw new KubectlError(`env config file cannot be a directory`);
    text = io.files.read(path);
  } catch (error) {
    if (errorCode(error) === "") throw error;
    throw new KubectlError(`error reading ${path}: ${systemMessage("", path, error).split(": ").at(-1)}`);
  }
  return text.split("\n").flatMap((raw, index) => {
    if (!isPureText(raw))
      throw new KubectlError(
        `env file ${path} contains invalid utf8 bytes at line ${index + 1}: [${bytesOfText(raw).join(" ")}]`,
      );
    const line = raw.replace(/^\s+/, "").replace(/\r$/, "");
    if (line === "" || line.startsWith("#")) return [];
    const equals = line.indexOf("=");
    const key = equals === -1 ? line : line.slice(0, equals);
    if (!/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(key)) {
      throw new KubectlError(
        `"${key}" is not a valid key name: a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')`,
      );
    }
    return [{ key, value: equals === -1 ? (io.env[key] ?? "") : line.slice(equals + 1), isFile: false }];
  });
}

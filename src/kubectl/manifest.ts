// Reads manifests: files, directories and standard input.

import { goQuote } from "../api/go-values.ts";
import { asError, KubectlError, throwAll } from "./errors.ts";
import { globMatcher } from "./glob.ts";
import type { BuilderOptions } from "./info.ts";
import { errorCode, systemMessage } from "./kubeconfig.ts";
import { type Manifests, readSource, type Source } from "./manifest-objects.ts";
import type { Session } from "./session.ts";

const EXTENSIONS = [".json", ".yaml", ".yml"];

export async function readManifests(session: Session, options: BuilderOptions): Promise<Manifests> {
  refuseMixture(options);
  const found: Manifests = { infos: [], errors: [], refused: [] };
  for (const source of await readSources(session, options)) {
    if (source instanceof Error) found.errors.push(source);
    else await readSource(session, options, source, found);
  }
  return found;
}

function refuseMixture({ kustomize = "", filenames = [], recursive = false }: BuilderOptions): void {
  if (kustomize === "") return;
  if (filenames.length > 0) throw new KubectlError("only one of -f or -k can be specified");
  if (recursive) throw new KubectlError("the -k flag can't be used with -f or -R");
}

async function readSources(session: Session, options: BuilderOptions): Promise<(Source | Error)[]> {
  const sources: (Source | Error)[] = [];
  const unusable: Error[] = [];
  const { kustomize = "" } = options;
  if (kustomize !== "") sources.push(await kustomized(session, kustomize));
  for (const path of options.filenames ?? []) {
    if (path === "-") sources.push({ name: "STDIN", text: await readAll(session) });
    else if (path === "/dev/stdin") sources.push({ name: path, text: await readAll(session) });
    else if (/^https?:\/\//.test(path)) sources.push({ name: path, text: await fetched(session, path) });
    else {
      try {
        sources.push(...pathSources(session, path, options.recursive === true));
      } catch (error) {
        unusable.push(asError(error));
      }
    }
  }
  throwAll(unusable);
  return sources;
}

async function kustomized({ io }: Session, path: string): Promise<Source | Error> {
  const loading = import("./kustomize/build.ts");
  const { buildYaml } = await (io.hold === undefined ? loading : io.hold(loading));
  try {
    return { name: path, text: buildYaml(io, path) };
  } catch (error) {
    if (error instanceof KubectlError) return error;
    throw error;
  }
}

async function fetched({ io }: Session, url: string): Promise<string> {
  if (io.fetchText === undefined)
    throw new KubectlError(`k8s-tutor does not read manifests from the network: save "${url}" to a file first`);
  return io.fetchText(url);
}

/** The text of one file, or of standard input for `-`. */
export async function readText(session: Session, path: string): Promise<string> {
  if (path === "-" || path === "/dev/stdin") return readAll(session);
  const source = fileSource(session, path);
  if (source instanceof Error) throw source;
  return source.text;
}

async function readAll(session: Session): Promise<string> {
  let text = "";
  for (let piece = await session.io.stdin.read(); piece !== undefined; piece = await session.io.stdin.read())
    text += piece;
  return text;
}

function pathSources(session: Session, path: string, recursive: boolean): (Source | Error)[] {
  const { files } = session.io;
  const kind = files.kind(path);
  if (kind === undefined && /[*?[]/.test(path)) return globSources(session, path, recursive);
  if (kind === undefined) throw new KubectlError(`the path ${goQuote(path)} does not exist`);
  if (kind === "file") return [fileSource(session, path)];
  const found = directoryFiles(session, path, recursive);
  if (found.length === 0) {
    throw new KubectlError(`error reading [${path}]: recognized file extensions are [${EXTENSIONS.join(" ")}]`);
  }
  return found.map((file) => fileSource(session, file));
}

function globSources(session: Session, pattern: string, recursive: boolean): (Source | Error)[] {
  const slash = pattern.lastIndexOf("/");
  const directory = slash === -1 ? "." : pattern.slice(0, slash);
  const isMatch = globMatcher(pattern.slice(slash + 1));
  if (isMatch === undefined)
    throw new KubectlError(`pattern ${goQuote(pattern)} is not valid: syntax error in pattern`);
  const names = session.io.files.kind(directory) === "directory" ? session.io.files.list(directory) : [];
  const matches = names.filter(isMatch);
  if (matches.length === 0) throw new KubectlError(`the path ${goQuote(pattern)} does not exist`);
  return matches.flatMap((name) => pathSources(session, slash === -1 ? name : `${directory}/${name}`, recursive));
}

function directoryFiles(session: Session, directory: string, recursive: boolean): string[] {
  const found: string[] = [];
  const base = directory.replace(/\/+$/, "").replace(/^\.\//, "");
  for (const name of [...session.io.files.list(directory)].sort()) {
    const path = base === "." || base === "" ? name : `${base}/${name}`;
    if (session.io.files.kind(path) === "directory") {
      if (recursive) found.push(...directoryFiles(session, path, true));
    } else if (EXTENSIONS.some((extension) => name.endsWith(extension))) found.push(path);
  }
  return found;
}

function fileSource(session: Session, path: string): Source | Error {
  try {
    return { name: path, text: session.io.files.read(path) };
  } catch (error) {
    if (errorCode(error) === "") throw error;
    return new KubectlError(systemMessage("open", path, error));
  }
}

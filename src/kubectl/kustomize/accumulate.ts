// Gathers the objects of a kustomization and of what it builds on: resources, then generators, then components, then its own changes.

import { goQuote } from "../../api/go-values.ts";
import { KubectlError } from "../errors.ts";
import { absorb } from "./generators/absorb.ts";
import { generateConfigMap, generateSecret, mergedOptions } from "./generators/generate.ts";
import type { Kustomization, Variable } from "./kustomization.ts";
import { isRemote, type Loader } from "./loader.ts";
import { noteVariables } from "./names/variables.ts";
import { MalformedFileError, readNamedResources } from "./read-file.ts";
import { readKustomization } from "./read-kustomization.ts";
import { ResourceSet } from "./resource-set.ts";
import { transformersOf } from "./transformers/all.ts";

export interface Accumulated {
  readonly set: ResourceSet;
  readonly variables: Variable[];
}

export interface Target {
  readonly loader: Loader;
  readonly kustomization: Kustomization;
  readonly warn: (text: string) => void;
}

/** @param into what a component adds to and changes; a kustomization of its own begins with nothing. */
export function accumulate(target: Target, into: Accumulated = { set: new ResourceSet(), variables: [] }): Accumulated {
  const { loader, kustomization } = target;
  const { set, variables } = into;
  inContext("accumulating resources", () => {
    for (const path of kustomization.resources ?? []) addResource(target, into, path);
  });
  generate(target, set);
  inContext("accumulating components", () => {
    for (const path of kustomization.components ?? []) addComponent(target, into, path);
  });
  for (const transform of transformersOf(loader, kustomization)) {
    transform(set);
    set.dropDeleted();
  }
  noteVariables(set, variables, kustomization.vars ?? []);
  return into;
}

function inContext<T>(context: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof KubectlError) throw new KubectlError(`${context}: ${error.message}`);
    throw error;
  }
}

/** A file, or failing that a directory with a kustomization. */
function addResource(target: Target, into: Accumulated, path: string): void {
  const { loader } = target;
  let ofFile: KubectlError;
  try {
    addFile(loader, into.set, path);
    return;
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    if (isRemote(path)) throw new KubectlError(error.message.replace(/^accumulating resources from '.*?': /, ""));
    ofFile = error;
  }
  const base = attemptBase(loader, path, ofFile);
  inContext(`accumulation err='${ofFile.message}'`, () => addDirectory(target, into, base));
}

function attemptBase(loader: Loader, path: string, ofFile: KubectlError): Loader {
  try {
    return loader.base(path);
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    if (ofFile instanceof MalformedFileError) throw ofFile;
    throw new KubectlError(`accumulation err='${ofFile.message}': ${error.message}`);
  }
}

function addFile(loader: Loader, set: ResourceSet, path: string): void {
  let resources: ReturnType<typeof readNamedResources>;
  try {
    resources = readNamedResources(loader, path);
    new ResourceSet().appendAll(resources);
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    const text = `accumulating resources from '${path}': ${error.message}`;
    throw error instanceof MalformedFileError ? new MalformedFileError(text) : new KubectlError(text);
  }
  inContext(`merging resources from '${path}'`, () => set.appendAll(resources));
}

function addDirectory(target: Target, into: Accumulated, loader: Loader): void {
  const base = baseTarget(target, loader);
  if (base.kustomization.kind === "Component")
    throw new KubectlError(`expected kind != 'Component' for path '${loader.root}'`);
  const { set, variables } = inContext(`recursed accumulation of path '${loader.root}'`, () => accumulate(base));
  inContext(`recursed merging from path '${loader.root}'`, () => {
    into.set.appendAll(set.resources);
    into.variables.push(...variables);
  });
}

function addComponent(target: Target, into: Accumulated, path: string): void {
  const loader = quoted("loader.New", () => target.loader.base(path));
  quoted("accumulateDirectory:", () => {
    const component = baseTarget(target, loader);
    const { kind } = component.kustomization;
    if (kind !== "Component")
      throw new KubectlError(`expected kind 'Component' for path '${loader.root}' but got '${kind}'`);
    inContext(`recursed accumulation of path '${loader.root}'`, () => accumulate(component, into));
  });
}

function quoted<T>(context: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof KubectlError) throw new KubectlError(`${context} ${goQuote(error.message)}`);
    throw error;
  }
}

function baseTarget({ warn }: Target, loader: Loader): Target {
  const context = `couldn't make target for path '${loader.root}'`;
  return { loader, warn, kustomization: inContext(context, () => readKustomization(loader, warn)).kustomization };
}

function generate({ loader, kustomization }: Target, set: ResourceSet): void {
  const { configMapGenerator = [], secretGenerator = [], generatorOptions } = kustomization;
  for (const args of configMapGenerator)
    absorb(set, generateConfigMap(loader, { ...args, options: mergedOptions(args.options, generatorOptions) }));
  for (const args of secretGenerator)
    absorb(set, generateSecret(loader, { ...args, options: mergedOptions(args.options, generatorOptions) }));
}

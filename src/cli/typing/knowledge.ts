// What the prompt knows of kubectl and of the cluster's kinds: asked for when the typing rests, remembered, and never waited for.

import { catalogue } from "../../api/catalogue.ts";
import type { Command, LazyCommand } from "../../kubectl/command.ts";
import { asError } from "../../kubectl/errors.ts";
import { parseFlags } from "../../kubectl/flags/parse.ts";
import { globalFlags } from "../../kubectl/global-flags.ts";
import type { KubectlIo } from "../../kubectl/io.ts";
import { findResource } from "../../kubectl/rest-mapper.ts";
import { Session } from "../../kubectl/session.ts";
import { type KubectlKnowledge, readKubectlLine } from "./kubectl-line.ts";

export class TypingKnowledge implements KubectlKnowledge {
  private readonly commands = new Map<LazyCommand, Command>();
  private builtIn: ReadonlySet<string> | undefined;
  private asked = new Map<string, boolean>();

  loaded(command: LazyCommand): Command | undefined {
    return this.commands.get(command);
  }

  isKind(word: string): boolean | undefined {
    this.builtIn ??= new Set(catalogue().flatMap((each) => namesOf(each)));
    return this.builtIn.has(word.toLowerCase()) || this.asked.get(word);
  }

  /** What a kind may be called, the long names first. */
  kinds(): readonly string[] {
    const all = catalogue();
    return [
      ...all.map(({ resource }) => resource),
      ...all.map(({ singular }) => singular),
      ...all.flatMap(({ shortNames }) => shortNames),
    ];
  }

  /** A command that ran may have brought new kinds, or taken some away. */
  forget(): void {
    this.asked = new Map();
  }

  /** Learns what is needed to read these words behind `kubectl`. */
  async learn(words: readonly string[], io: () => KubectlIo): Promise<void> {
    for (;;) {
      const { unloaded, unknownKinds } = readKubectlLine(words, this);
      if (unknownKinds.length > 0) await this.ask(unknownKinds, io);
      if (unloaded.length === 0) return;
      for (const command of unloaded) this.commands.set(command, await command.load());
    }
  }

  private async ask(words: readonly string[], makeIo: () => KubectlIo): Promise<void> {
    const kinds = words.flatMap((word) => (word.split("/", 1)[0] ?? "").split(",")).filter((kind) => kind !== "");
    try {
      const io = makeIo();
      const session = new Session(io, parseFlags([], globalFlags(io.env.HOME ?? "")).values);
      const resources = await session.mapper.resources();
      const isCategory = (name: string) => resources.some(({ categories }) => categories.includes(name));
      for (const kind of kinds) {
        const names = [kind, kind.split(".", 1)[0] ?? ""];
        this.asked.set(kind, names.some((name) => findResource(resources, name) !== undefined) || isCategory(kind));
      }
    } catch (error) {
      // A server that cannot be asked has no kinds that could be called wrong.
      asError(error);
    }
  }
}

interface Named {
  readonly group: string;
  readonly resource: string;
  readonly singular: string;
  readonly kind: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
}

function namesOf({ group, resource, singular, kind, shortNames, categories }: Named): readonly string[] {
  const names = [resource, singular, kind.toLowerCase(), ...shortNames];
  const long = group === "" ? [] : names.map((name) => `${name}.${group}`);
  return [...names, ...long, ...categories];
}

// Looks over the shoulder of who types at the prompt: colours, suggestions, and what was meant by a slip.

import { suggest } from "../../kubectl/completion/completion.ts";
import type { Completions } from "../../terminal/completion.ts";
import type { Styler } from "../../terminal/style.ts";
import type { Span } from "../../terminal/view.ts";
import { completionIo } from "../completion-io.ts";
import { commandNames, completionsOf } from "../completions.ts";
import type { LearnerWorld } from "../world.ts";
import { didYouMean } from "./did-you-mean.ts";
import { TypingKnowledge } from "./knowledge.ts";
import { kubectlCommands, paintLine } from "./paint.ts";

const NOTHING: Completions = { start: 0, candidates: [] };
/** A cluster that is slower than this suggests nothing. */
const patienceMs = 2000;
/** Names that are older than this are asked for again. */
const freshMs = 3000;

export class Typist {
  private readonly knowledge = new TypingKnowledge();
  /** What was asked last: as the word goes on, the answer only becomes shorter. */
  private asked: { readonly line: string; readonly at: number; readonly completions: Completions } | undefined;

  constructor(
    private readonly world: LearnerWorld,
    private readonly styler: Styler,
  ) {}

  readonly paint = (line: string): readonly Span[] => {
    const { world, knowledge, styler } = this;
    const { aliases } = world.shell.state;
    return paintLine(line, { aliases, isCommand: (word) => world.isCommand(word) }, knowledge, styler);
  };

  readonly suggest = async (line: string, wanted: boolean): Promise<Completions> => {
    const { world, knowledge } = this;
    for (const words of kubectlCommands(line, world.shell.state.aliases)) await knowledge.learn(words, () => this.io());
    // Behind a blank nothing has been begun that could be finished.
    if (!wanted || /\s$/.test(line)) return NOTHING;
    if (this.asked === undefined || !goesOn(this.asked.line, line) || world.now() - this.asked.at > freshMs) {
      const at = world.now();
      this.asked = { line, at, completions: await completionsOf(world, line, line.length) };
    }
    return this.asked.completions;
  };

  /** After a command the cluster is another one. */
  forget(): void {
    this.asked = undefined;
    this.knowledge.forget();
  }

  /** What a line that failed was to be; undefined when there is no telling. */
  async meant(line: string, complaint: string): Promise<string | undefined> {
    const { world } = this;
    const offered = async (words: readonly string[]) =>
      (await suggest(words, this.io(), { isGenerous: true })).candidates.map(({ text }) => text);
    const [words = []] = kubectlCommands(line, world.shell.state.aliases).slice(-1);
    return didYouMean(complaint, {
      commands: () => commandNames(world),
      verbs: () => offered([""]),
      kinds: () => this.knowledge.kinds(),
      flags: () => offered([...beforeFlags(words), "--"]),
      objects: (kind) => offered(["get", ...namespaceOf(words), kind, ""]),
    });
  }

  private io() {
    const late = new AbortController();
    setTimeout(() => late.abort(), patienceMs).unref();
    return completionIo(this.world, late.signal);
  }
}

/** Whether a line is the other with some more letters of the same word. */
function goesOn(before: string, line: string): boolean {
  return line.startsWith(before) && /^[\w-]*$/.test(line.slice(before.length));
}

/** The verbs: flags are asked for as if none were there yet. */
function beforeFlags(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word) => word.startsWith("-"));
  return at < 0 ? words : words.slice(0, at);
}

function namespaceOf(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word) => word === "-n" || word === "--namespace");
  const joined = words.find((word) => word.startsWith("--namespace=") || /^-n./.test(word));
  const [name] = at < 0 ? [] : words.slice(at + 1);
  return joined !== undefined ? [joined] : name === undefined ? [] : ["-n", name];
}

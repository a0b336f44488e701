// `k8s-tutor record`: a sandbox whose commands become a lesson. `start` marks where the lesson begins, `finish` writes it.

import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, relative, resolve } from "node:path";
import type { FileTree } from "../../shell/files.ts";
import { MemoryFiles } from "../../shell/memory-files.ts";
import type { Scene } from "../../tutor/draft/difference.ts";
import { type DraftAction, recordedLesson } from "../../tutor/draft/recorded.ts";
import { knownKinds } from "../../tutor/kinds.ts";
import { CLUSTERS } from "../../tutor/lesson.ts";
import { takeSnapshot } from "../../tutor/objects.ts";
import { type Console, openConsole } from "../console.ts";
import { systemReason, UserError } from "../failure.ts";
import { hostEditor } from "../host-editor.ts";
import { promptEnvironment } from "../interactive-sandbox.ts";
import { LessonWorld } from "../lesson-world.ts";
import { isPlain } from "../plainness.ts";
import { chooseProfile } from "../profiles.ts";
import { Prompt } from "../prompt.ts";
import { schemaSource } from "../schema-source.ts";
import { typesetterOf } from "../typesetter.ts";
import { LearnerWorld } from "../world.ts";

export interface RecordOptions {
  readonly cluster: string;
  readonly title?: string;
  readonly plain?: boolean;
}

/** Lessons begin at one instant. */
const startMs = Date.parse("2026-01-05T09:00:00Z");
const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** A pause that is shorter made no difference. */
const SHORTEST_PAUSE_MS = 2000;

export async function record(file: string, options: RecordOptions): Promise<number> {
  checkFile(file);
  if (!CLUSTERS.some((name) => name === options.cluster))
    throw new UserError(`lessons know the clusters ${CLUSTERS.join(", ")}; there is no ${options.cluster}`, 2);
  const console = openConsole(options);
  try {
    const recorder = new Recorder(file, options, console);
    await recorder.begin();
    return await recorder.run();
  } finally {
    console.close();
  }
}

function checkFile(file: string): void {
  const id = basename(file).replace(/\.ya?ml$/, "");
  const track = basename(dirname(resolve(file)));
  if (!/\.yaml$/.test(file) || !ID.test(id) || !ID.test(track))
    throw new UserError(`${file}: name it TRACK/ID.yaml in small letters with hyphens, as services/my-service.yaml`, 2);
  if (existsSync(file)) throw new UserError(`${file} is there already; choose another name`);
}

class Recorder {
  private readonly world: LearnerWorld;
  private readonly prompt: Prompt;
  private readonly bench: LessonWorld;
  private installed: Scene = { objects: [], files: {} };
  private start: Scene = { objects: [], files: {} };
  private startedAt = 0;
  private lastAt = 0;
  private actions: DraftAction[] = [];
  /** What an editor wrote during the line at hand. */
  private edited: { readonly path: string; readonly content: string } | undefined;
  private left = 0;

  constructor(
    private readonly file: string,
    private readonly options: RecordOptions,
    private readonly console: Console,
  ) {
    const files = new MemoryFiles({ now: () => startMs });
    const edit = hostEditor(console.terminal);
    this.world = LearnerWorld.boot({
      profile: chooseProfile({ cluster: options.cluster }),
      seed: 1,
      startMs,
      schema: schemaSource(),
      files,
      env: promptEnvironment(isPlain(options)),
      editor: async (command, tree: FileTree, path) => {
        const exitCode = await edit(command, tree, path);
        if (exitCode === 0) this.edited = { path, content: tree.read(path) };
        return exitCode;
      },
    });
    this.bench = new LessonWorld(this.world);
    this.prompt = new Prompt(this.world, console.terminal, console);
  }

  async begin(): Promise<void> {
    this.installed = await this.scene();
    await this.mark();
    this.say(
      "Everything you type is done in a fresh cluster and written down. `start` forgets what was done so far and lets the lesson begin with what is there now; `finish` writes the lesson; `exit` leaves without.",
    );
  }

  async run(): Promise<number> {
    try {
      while (this.left === 0) await this.turn();
      return this.left === 1 ? 0 : 1;
    } finally {
      this.world.close();
    }
  }

  private async turn(): Promise<void> {
    const read = await this.prompt.read();
    if (read.kind === "interrupt") return;
    const text = read.kind === "end" ? "exit" : read.text;
    if (text.trim() === "") return;
    this.console.remember(text);
    if (text.trim() === "start") return this.restart();
    if (text.trim() === "finish") return this.finish();
    await this.note(text);
    if (!this.world.shell.isOver) return;
    this.say("Nothing was written. `finish` writes the lesson.");
    this.left = 2;
  }

  private async restart(): Promise<void> {
    await this.mark();
    this.say("The lesson begins here: what is there now is its setup.");
  }

  private async mark(): Promise<void> {
    this.start = await this.scene();
    this.startedAt = this.world.now();
    this.lastAt = this.startedAt;
    this.actions = [];
  }

  private async note(text: string): Promise<void> {
    const pauseMs = this.world.now() - this.lastAt;
    this.edited = undefined;
    const { exitCode, typed } = await this.prompt.run(text);
    this.lastAt = this.world.now();
    // What went wrong is no part of a solution.
    if (exitCode !== 0 || this.world.shell.isOver) return;
    if (pauseMs >= SHORTEST_PAUSE_MS && this.actions.length > 0)
      this.actions.push({ advance: `${Math.min(7200, Math.ceil(pauseMs / 1000))}s` });
    this.actions.push(...this.actionsOf(text, typed));
  }

  private actionsOf(text: string, typed: string): readonly DraftAction[] {
    const { edited } = this;
    if (edited === undefined) return [typed === "" ? text : `${text} <<'END-OF-TYPED-TEXT'\n${typed}END-OF-TYPED-TEXT`];
    const content = withoutServerFields(edited.content);
    if (!/^\s*(kubectl|k)\s/.test(text)) return [{ write: workingPath(edited.path), text: edited.content }];
    // An editor cannot be used in a lesson's solution; what it made of the object can be put in its place.
    const file = `edited-${this.actions.length + 1}.yaml`;
    return [{ write: file, text: content }, `kubectl replace -f ${file}`];
  }

  private async finish(): Promise<void> {
    if (this.actions.length === 0) {
      this.say("There is nothing to write down yet: no command has come to a good end since the mark.");
      return;
    }
    const { file, options, world } = this;
    const id = basename(file, ".yaml");
    const { yaml, notes } = recordedLesson({
      id,
      track: basename(dirname(resolve(file))),
      title: options.title ?? id.replace(/-/g, " ").replace(/^./, (first) => first.toUpperCase()),
      cluster: options.cluster,
      namespace: world.namespace,
      installed: this.installed,
      start: this.start,
      end: await this.scene(),
      actions: this.actions,
      seen: world.observer.observations(this.startedAt).filter(({ text }) => text !== ""),
    });
    write(file, yaml);
    const shown = relative(process.cwd(), file) || file;
    for (const note of notes) this.say(note);
    this.say(
      `${shown} is written. What is left to you is marked TO WRITE. Next: \`k8s-tutor lint ${shown}\`, \`k8s-tutor test ${shown}\`, \`k8s-tutor preview ${shown}\`.`,
    );
    this.left = 1;
  }

  private async scene(): Promise<Scene> {
    const kinds = knownKinds().map(({ kind }) => kind);
    const { objects } = await takeSnapshot(this.world.admin, kinds, this.world.now());
    const { files } = this.bench;
    return { objects, files: Object.fromEntries(files.list().map((path) => [path, files.read(path)])) };
  }

  private say(text: string): void {
    const { terminal, styler } = this.console;
    terminal.print(typesetterOf({ terminal, styler }).markdown(text, Math.min(terminal.width, 88)));
  }
}

function workingPath(path: string): string {
  return path.replace(/^\/home\/learner\/work\//, "").replace(/^\//, "");
}

/** An edited object without what would tie it to the cluster of the recording. */
function withoutServerFields(yaml: string): string {
  return yaml
    .replace(/^#.*\n/gm, "")
    .replace(/^ {2}(resourceVersion|uid|creationTimestamp|generation):.*\n/gm, "")
    .replace(/^status:\n(?:[ -].*\n?)*/m, "");
}

function write(file: string, content: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content, { flag: "wx" });
  } catch (error) {
    throw new UserError(`${file} cannot be written: ${systemReason(error)}`);
  }
}

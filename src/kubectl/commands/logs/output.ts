// Prints logs: one after the other, or several at once as they are written.

import { podPath } from "../../attachable-pod.ts";
import type { CommandContext } from "../../command.ts";
import { asError, standardText } from "../../errors.ts";
import { iterate } from "../../streams.ts";
import type { ContainerSource } from "./sources.ts";

export interface LogSource extends ContainerSource {
  /** Whether each line begins with the pod and the container. */
  readonly prefixed: boolean;
}

type LogQuery = Readonly<Record<string, string>>;

export async function printAll(context: CommandContext, sources: readonly LogSource[], query: LogQuery): Promise<void> {
  for (const source of sources) {
    try {
      await printOne(context, source, query);
    } catch (error) {
      if (!context.flags.bool("ignore-errors")) throw error;
      context.io.stdout.write(`error: ${standardText(asError(error))}\n`);
    }
  }
}

/** Follows all of them until each has ended; the first error ends it all. */
export async function followAll(
  context: CommandContext,
  sources: readonly LogSource[],
  query: LogQuery,
): Promise<void> {
  await Promise.all(sources.map((source) => printAll(context, [source], query)));
}

async function printOne(
  { io, session }: CommandContext,
  { pod, container, prefixed }: LogSource,
  query: LogQuery,
): Promise<void> {
  const log = await session.client.textStream(podPath(pod, "log"), { container, ...query });
  const lines = new LineWriter(
    (text) => io.stdout.write(text),
    prefixed ? `[pod/${pod.metadata.name}/${container}] ` : "",
  );
  if (typeof log === "string") lines.write(log);
  else {
    for await (const text of iterate(log, io.interrupted)) {
      if (!lines.write(text)) break;
    }
  }
  lines.end();
}

/** Passes text on, with a prefix before each line. */
class LineWriter {
  private rest = "";

  constructor(
    private readonly out: (text: string) => boolean,
    private readonly prefix: string,
  ) {}

  write(text: string): boolean {
    if (this.prefix === "") return text === "" || this.out(text);
    const lines = (this.rest + text).split("\n");
    this.rest = lines.pop() ?? "";
    return lines.length === 0 || this.out(lines.map((line) => `${this.prefix}${line}\n`).join(""));
  }

  end(): void {
    if (this.rest !== "") this.out(`${this.prefix}${this.rest}`);
    this.rest = "";
  }
}

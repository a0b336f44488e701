// Gives a program in a container its whole input and collects its whole output.

import type { Connection } from "../../../api/request.ts";
import { CommandError, type KubectlIo, type KubectlOutput } from "../../io.ts";
import { iterate } from "../../streams.ts";

export async function exchange(
  io: KubectlIo,
  connection: Connection,
  input: string | undefined,
  complaints: KubectlOutput | undefined,
): Promise<string> {
  if (input !== undefined) {
    if (input !== "") connection.send({ channel: "stdin", data: input });
    connection.send({ channel: "stdin-closed" });
  }
  let output = "";
  for await (const frame of iterate(connection.output, io.interrupted)) {
    if (frame.channel === "stdout") output += frame.data;
    else if (frame.channel === "stderr") {
      complaints?.write(frame.data);
    } else if (frame.channel === "exit" && frame.status.status !== "Success") {
      const code = Number(frame.status.details?.causes?.find(({ reason }) => reason === "ExitCode")?.message ?? 1);
      const text =
        frame.status.reason === "NonZeroExitCode"
          ? `command terminated with exit code ${code}`
          : `error: ${frame.status.message ?? ""}`;
      throw new CommandError(text, code);
    }
  }
  return output;
}

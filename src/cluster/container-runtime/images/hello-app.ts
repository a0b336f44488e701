// Stands for hello-app, the sample of many tutorials: a page that names its version and its host.

import type { Process } from "../../../shell/process.ts";
import { daemon, plain } from "./daemon.ts";
import type { Image } from "./image.ts";

function program(version: string) {
  const portOf = ({ env }: Process): number => Number(env.PORT ?? 8080);
  const line = ({ machine }: Process, text: string): string =>
    `${new Date(machine.now()).toISOString().slice(0, 19).replace("T", " ").replaceAll("-", "/")} ${text}`;
  return daemon({
    ports: (process) => [portOf(process)],
    says: (process) => [line(process, `Server listening on port ${portOf(process)}`)],
    respond: ({ path }, process) => {
      process.stderr.write(`${line(process, `Serving request: ${path}`)}\n`);
      return plain(200, `Hello, world!\nVersion: ${version}\nHostname: ${process.machine.hostname}\n`);
    },
  });
}

export const helloAppImages: readonly Image[] = [
  "gcr.io/google-samples/hello-app",
  "us-docker.pkg.dev/google-samples/containers/gke/hello-app",
].map((repository) => ({
  repository,
  sizeBytes: 13_300_000,
  hasTag: (tag: string) => tag === "1.0" || tag === "2.0",
  config: (tag: string) => ({
    userland: "none" as const,
    entrypoint: ["/hello-app"],
    user: "65532",
    programs: { "/hello-app": program(`${tag}.0`) },
  }),
}));

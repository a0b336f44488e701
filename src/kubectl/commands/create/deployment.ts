// Stands for kubectl create deployment.

import type { CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import { intFlag, stringsFlag } from "../../flags/flag.ts";
import { randomSuffix } from "../debug/container.ts";
import { commandWords, generator, type Manifest, metadataOf } from "./generator.ts";

export const deployment = generator({
  name: "deployment",
  aliases: ["deploy"],
  short: "Create a deployment with the specified name",
  examples: `# Create a deployment named web that runs the nginx image
kubectl create deployment web --image=nginx

# Create a deployment with a command
kubectl create deployment sleeper --image=busybox -- sleep 3600

# Create a deployment named web with 3 replicas
kubectl create deployment web --image=nginx --replicas=3

# Create a deployment named web and name the port that its container listens on
kubectl create deployment web --image=nginx --port=80

# Create a deployment whose pods have several containers
kubectl create deployment web --image=nginx --image=redis`,
  usage: "deployment NAME --image=image -- [COMMAND] [args...]",
  flags: [
    stringsFlag("image", "Image names to run. A deployment can have multiple images set for multi-container pod.", [], {
      required: true,
    }),
    intFlag("port", "The containerPort that this deployment exposes.", -1, { bits: 32 }),
    intFlag("replicas", "Number of replicas to create. Default is 1.", 1, { shorthand: "r", bits: 32 }),
  ],
  root: "/apis/apps/v1",
  resource: "deployments",
  namespaced: true,
  failure: "failed to create deployment: ",
  make(context, name) {
    const { flags } = context;
    const images = flags.strings("image");
    const words = commandWords(context);
    if (images.length > 1 && words.length > 0)
      throw new KubectlError("cannot specify multiple --image options and command");
    const labels = { app: name };
    return {
      kind: "Deployment",
      apiVersion: "apps/v1",
      metadata: metadataOf(context, name, { labels }),
      spec: {
        replicas: flags.int("replicas"),
        selector: { matchLabels: labels },
        template: {
          metadata: { creationTimestamp: null, labels },
          spec: {
            containers: images.map((image, index) =>
              container(context, image, words, index === 0 ? flags.int("port") : -1),
            ),
          },
        },
        strategy: {},
      },
      status: {},
    };
  },
});

function container(context: CommandContext, image: string, words: readonly string[], port: number): Manifest {
  return {
    name: containerName(context, image),
    image,
    ...(words.length === 0 ? {} : { command: words }),
    ...(port >= 0 ? { ports: [{ containerPort: port }] } : {}),
    resources: {},
  };
}

// The last part of the image without tag and digest. Where characters must be replaced, two images could get the same name: hence the end by chance.
function containerName(context: CommandContext, image: string): string {
  const last =
    image
      .slice(image.lastIndexOf("/") + 1)
      .split(":")[0]
      ?.split("@")[0] ?? "";
  return /[_.]/.test(last) ? `${last.replace(/[_.]/g, "-")}-${randomSuffix(context)}` : last;
}

// Stands for images that do one thing and end: hello-world, and the command lines of clouds and of Kubernetes.

import type { Program } from "../../../shell/process.ts";
import { atOnce } from "./hand-over.ts";
import { anyVersion, type Image, versionOf } from "./image.ts";
import { buildTools, namedPrograms } from "./userland.ts";

const HELLO = `
Hello from Docker!

If you can read this, the image was pulled, a container was made of it, and its
program ran. That was all it had to do: it has ended now.

`;

const hello: Program = atOnce(({ stdout }) => {
  stdout.write(HELLO);
  return 0;
});

interface Tool {
  readonly name: string;
  readonly versionWords: readonly string[];
  readonly says: string;
  /** Why it does nothing else. */
  readonly refusal: string;
}

function commandLine({ name, versionWords, says, refusal }: Tool): Program {
  return atOnce(({ argv, stdout, stderr }) => {
    const asked = argv.slice(1).join(" ");
    if (versionWords.includes(asked)) {
      stdout.write(`${says}\n`);
      return 0;
    }
    stderr.write(`k8s-tutor does not simulate ${name} in a container: ${refusal}\n`);
    return 1;
  });
}

// Simplified: kubectl inside a container tells its version only and refuses the rest by name; the learner's own kubectl can act as the pod's account.
function kubectl(version: string): Program {
  return commandLine({
    name: "kubectl",
    versionWords: ["version --client", "version --client=true"],
    says: `Client Version: v${version}\nKustomize Version: v5.6.0`,
    refusal: "use the one at your own prompt, with --as=system:serviceaccount:NAMESPACE:NAME to act as the pod would",
  });
}

const KUBECTL = "1.33.5";
const SHELLS = "/bin";

const kubectlImages: readonly Image[] = [
  { repository: "docker.io/bitnami/kubectl", entrypoint: ["kubectl"], cmd: ["--help"], user: "1001", hasShell: true },
  {
    repository: "docker.io/bitnamilegacy/kubectl",
    entrypoint: ["kubectl"],
    cmd: ["--help"],
    user: "1001",
    hasShell: true,
  },
  { repository: "docker.io/rancher/kubectl", entrypoint: ["/bin/kubectl"], cmd: ["help"], hasShell: false },
  { repository: "registry.k8s.io/kubectl", entrypoint: ["/bin/kubectl"], hasShell: false },
  { repository: "docker.io/alpine/kubectl", entrypoint: ["kubectl"], cmd: ["--help"], hasShell: true },
  { repository: "docker.io/alpine/k8s", cmd: ["bash"], hasShell: true },
].map(({ repository, entrypoint, cmd, user, hasShell }) => ({
  repository,
  sizeBytes: 28_000_000,
  hasTag: anyVersion,
  config: (tag: string) => {
    const userland = !hasShell ? ("none" as const) : user === undefined ? ("alpine" as const) : ("debian" as const);
    const program = kubectl(versionOf(tag, KUBECTL));
    const extra = repository.endsWith("/k8s") ? namedPrograms(["curl", "jq", "bash"], "/usr/bin") : {};
    return {
      userland,
      ...(entrypoint === undefined ? {} : { entrypoint }),
      ...(cmd === undefined ? {} : { cmd }),
      ...(user === undefined ? {} : { user }),
      programs: { ...extra, [`${SHELLS}/kubectl`]: program },
    };
  },
}));

function oneShot(
  repository: string,
  sizeBytes: number,
  path: string,
  tool: Omit<Tool, "name">,
  isEntrypoint = true,
): Image {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return {
    repository,
    sizeBytes,
    hasTag: (tag) => anyVersion(tag) || ["alpine", "slim", "stable", "light"].includes(tag),
    config: () => ({
      userland: repository.includes("alpine") ? "alpine" : "debian",
      ...(isEntrypoint ? { entrypoint: [path] } : { cmd: ["bash"] }),
      programs: { ...(isEntrypoint ? {} : buildTools()), [path]: commandLine({ name, ...tool }) },
    }),
  };
}

const NO_CLOUD = "there is no cloud behind this cluster";

export const toolImages: readonly Image[] = [
  {
    repository: "docker.io/library/hello-world",
    sizeBytes: 10_072,
    hasTag: (tag) => tag === "latest" || tag === "linux",
    config: () => ({ userland: "none", cmd: ["/hello"], programs: { "/hello": hello } }),
  },
  ...kubectlImages,
  oneShot("docker.io/amazon/aws-cli", 123_000_000, "/usr/local/bin/aws", {
    versionWords: ["--version"],
    says: "aws-cli/2.31.0 Python/3.13.7 Linux/6.1.0 docker/x86_64.amzn.2",
    refusal: NO_CLOUD,
  }),
  oneShot(
    "docker.io/google/cloud-sdk",
    1_100_000_000,
    "/usr/bin/gcloud",
    { versionWords: ["version", "--version"], says: "Google Cloud SDK 540.0.0", refusal: NO_CLOUD },
    false,
  ),
  oneShot(
    "mcr.microsoft.com/azure-cli",
    260_000_000,
    "/usr/bin/az",
    { versionWords: ["version", "--version"], says: "azure-cli 2.77.0", refusal: NO_CLOUD },
    false,
  ),
  oneShot("docker.io/alpine/git", 20_000_000, "/usr/bin/git", {
    versionWords: ["--version", "version"],
    says: "git version 2.49.1",
    refusal: "there is no internet to clone from",
  }),
  oneShot("docker.io/alpine/helm", 60_000_000, "/usr/bin/helm", {
    versionWords: ["version --short", "version"],
    says: "v3.19.0",
    refusal: "charts are not simulated",
  }),
];

// Stands for the images of Linux distributions besides Debian and Alpine: a shell, and the tools that they bring.

import { type Image, versions } from "./image.ts";
import { namedPrograms, processTools } from "./userland.ts";

interface Distribution {
  readonly repositories: readonly string[];
  readonly sizeBytes: number;
  readonly id: string;
  readonly name: string;
  readonly newest: string;
  readonly tags: RegExp;
  readonly tools: readonly string[];
}

const DISTRIBUTIONS: readonly Distribution[] = [
  {
    repositories: ["docker.io/library/ubuntu", "public.ecr.aws/ubuntu/ubuntu"],
    sizeBytes: 29_720_000,
    id: "ubuntu",
    name: "Ubuntu",
    newest: "24.04",
    tags: /^(latest|rolling|(16|18|20|22|24|25)\.(04|10)|bionic|focal|jammy|noble)$/,
    tools: [],
  },
  {
    repositories: ["docker.io/library/fedora", "quay.io/fedora/fedora"],
    sizeBytes: 59_000_000,
    id: "fedora",
    name: "Fedora Linux",
    newest: "43",
    tags: /^(latest|rawhide|3\d|4[0-4])$/,
    tools: ["curl"],
  },
  {
    repositories: ["docker.io/library/rockylinux", "docker.io/rockylinux/rockylinux"],
    sizeBytes: 64_000_000,
    id: "rocky",
    name: "Rocky Linux",
    newest: "9.3",
    tags: /^(latest|[89](\.\d+)?)(-minimal)?$/,
    tools: ["curl"],
  },
  {
    repositories: ["docker.io/library/almalinux"],
    sizeBytes: 68_000_000,
    id: "almalinux",
    name: "AlmaLinux",
    newest: "10.0",
    tags: /^(latest|minimal|([89]|10)(\.\d+)?)(-minimal)?$/,
    tools: ["curl"],
  },
  {
    repositories: ["docker.io/library/centos", "quay.io/centos/centos"],
    sizeBytes: 79_000_000,
    id: "centos",
    name: "CentOS Linux",
    newest: "8",
    tags: /^(latest|[678]|centos[678](\.\d\.\d+)?|stream(9|10)?)$/,
    tools: ["curl", "ping"],
  },
  {
    repositories: ["docker.io/library/amazonlinux", "public.ecr.aws/amazonlinux/amazonlinux"],
    sizeBytes: 53_000_000,
    id: "amzn",
    name: "Amazon Linux",
    newest: "2023",
    tags: /^(latest|2|2023(\.\d+)*)$/,
    tools: ["curl"],
  },
];

export const distributionImages: readonly Image[] = DISTRIBUTIONS.flatMap(
  ({ repositories, sizeBytes, id, name, newest, tags, tools }) =>
    repositories.map(
      (repository): Image => ({
        repository,
        sizeBytes,
        hasTag: (tag) => tags.test(tag) || versions(/^$/)(tag),
        config: (tag) => {
          const version = /\d+(\.\d+)*/.exec(tag)?.[0] ?? newest;
          return {
            userland: "debian",
            cmd: ["/bin/bash"],
            files: {
              "/etc/os-release": `PRETTY_NAME="${name} ${version}"\nNAME="${name}"\nVERSION_ID="${version}"\nID=${id}\n`,
            },
            programs: { ...(id === "ubuntu" ? processTools() : {}), ...namedPrograms(tools, "/usr/bin") },
          };
        },
      }),
    ),
);

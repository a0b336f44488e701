// Stands for kubectl kustomize: prints what a kustomization comes to, or writes it to a file.

import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../errors.ts";
import { boolFlag, stringArrayFlag, stringFlag, stringsFlag } from "../flags/flag.ts";
import { buildResources } from "../kustomize/build.ts";
import { currentId, type Resource, yamlText } from "../kustomize/resource.ts";

const ROOT_ONLY = "LoadRestrictionsRootOnly";
const NO_RESTRICTIONS = "LoadRestrictionsNone";

export const command: Command = {
  name: "kustomize",
  short: "Build a kustomization target from a directory or URL",
  long: `Build a set of KRM resources using a 'kustomization.yaml' file. The DIR argument must be a path to a directory containing 'kustomization.yaml', or a git repository URL with a path suffix specifying same with respect to the repository root. If DIR is omitted, '.' is assumed.`,
  examples: `# Build the current working directory
kubectl kustomize

# Build some shared configuration directory
kubectl kustomize /home/config/production

# Build from github
kubectl kustomize https://github.com/kubernetes-sigs/kustomize.git/examples/helloWorld?ref=v1.0.6`,
  usage: "kustomize DIR [flags]",
  flags: [
    boolFlag("as-current-user", "use the uid and gid of the command executor to run the function in the container"),
    boolFlag("enable-alpha-plugins", "enable kustomize plugins"),
    boolFlag("enable-helm", "Enable use of the Helm chart inflator generator."),
    stringArrayFlag("env", "a list of environment variables to be used by functions", [], { shorthand: "e" }),
    stringArrayFlag("helm-api-versions", "Kubernetes api versions used by Helm for Capabilities.APIVersions"),
    stringFlag("helm-command", "helm command (path to executable)", "helm"),
    boolFlag("helm-debug", "Enable debug output from the Helm chart inflator generator."),
    stringFlag("helm-kube-version", "Kubernetes version used by Helm for Capabilities.KubeVersion"),
    stringFlag(
      "load-restrictor",
      `if set to '${NO_RESTRICTIONS}', local kustomizations may load files from outside their root. This does, however, break the relocatability of the kustomization.`,
      ROOT_ONLY,
    ),
    stringsFlag("mount", "a list of storage options read from the filesystem"),
    boolFlag("network", "enable network access for functions that declare it"),
    stringFlag("network-name", "the docker network to run the container in", "bridge"),
    stringFlag("output", "If specified, write output to this path.", "", { shorthand: "o" }),
  ],
  run,
};

async function run({ args, flags, io }: CommandContext): Promise<void> {
  if (args.length > 1) throw new KubectlError("specify one path to kustomization.yaml");
  const restrictor = flags.string("load-restrictor");
  if (restrictor !== ROOT_ONLY && restrictor !== NO_RESTRICTIONS) {
    const legal = `legal values: [${ROOT_ONLY} ${NO_RESTRICTIONS}]`;
    throw new KubectlError(`illegal flag value --load-restrictor ${restrictor}; ${legal}`);
  }
  for (const refused of ["enable-alpha-plugins", "enable-helm"])
    if (flags.bool(refused)) throw new KubectlError(`k8s-tutor does not simulate kubectl kustomize --${refused}`);
  const resources = buildResources(io, args[0] ?? ".", { mayLeaveRoot: restrictor === NO_RESTRICTIONS });
  const output = flags.string("output");
  if (output === "") io.stdout.write(resources.map(yamlText).join("---\n"));
  else if (io.files.kind(output) !== "directory") io.files.write(output, resources.map(yamlText).join("---\n"));
  else for (const resource of resources) io.files.write(`${output}/${fileName(resource)}`, yamlText(resource));
}

function fileName(resource: Resource): string {
  const { group, version, kind, name, namespace } = currentId(resource);
  const parts = [namespace, group, version, kind, name].filter((part) => part !== "");
  return `${parts.join("_").toLowerCase()}.yaml`;
}

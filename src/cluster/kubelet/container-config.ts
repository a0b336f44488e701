// What the runtime is told about a container: the pod spec, resolved against the image, the node and the API.

import type { Container, Pod } from "../../api/types.ts";
import { MemoryFiles } from "../../shell/memory-files.ts";
import type { Mount } from "../../shell/mount-files.ts";
import type { ContainerConfig } from "../container-runtime/container.ts";
import type { FoundImage } from "../container-runtime/images/registry.ts";
import type { Sandbox } from "../container-runtime/runtime.ts";
import { runtimeResources } from "./container-resources.ts";
import { findConfigMap, findSecret, type KubeletContext } from "./context.ts";
import { containerEnvironment } from "./environment.ts";
import { expandVariables } from "./expansion.ts";
import { hostsFile, podHostname, resolvConf } from "./pod-files.ts";
import { specHashOf } from "./pod-spec.ts";
import { containerUser } from "./security.ts";
import type { PodVolumes } from "./volumes.ts";

export interface ContainerToMake {
  readonly pod: Pod;
  readonly container: Container;
  readonly attempt: number;
  readonly image: FoundImage;
  readonly sandbox: Sandbox;
  readonly volumes: PodVolumes;
}

/** Throws ConfigError when something that the spec refers to is missing. */
export function containerConfig(context: KubeletContext, made: ContainerToMake): ContainerConfig {
  const { pod, container, attempt, image, sandbox, volumes } = made;
  const imageConfig = image.image.config(image.reference.tag ?? "latest");
  const variables = containerEnvironment(container, {
    pod,
    node: context.node,
    podIP: sandbox.ip,
    services: context.services(),
    findConfigMap: (name) => findConfigMap(context, pod, name),
    findSecret: (name) => findSecret(context, pod, name),
  });
  const user = containerUser(pod, container, imageConfig);
  const home = user.uid === 0 ? "/root" : imageConfig.users?.[user.name] === undefined ? "/" : `/home/${user.name}`;
  const hostname = sandbox.config.hostname;
  const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  const env = {
    PATH: path,
    HOSTNAME: hostname,
    ...imageConfig.env,
    ...variables,
    HOME: variables.HOME ?? imageConfig.env?.HOME ?? home,
  };
  return {
    name: container.name,
    attempt,
    image,
    imageSpec: container.image ?? "",
    argv: commandOf(container, imageConfig.entrypoint ?? [], imageConfig.cmd ?? [], variables),
    env,
    workingDir: container.workingDir ?? imageConfig.workingDir ?? "/",
    mounts: [
      ...podMounts(context, pod, sandbox),
      ...terminationLog(context, container),
      ...volumes.mounts(container.volumeMounts ?? [], env),
    ],
    user,
    readOnlyRootFilesystem: container.securityContext?.readOnlyRootFilesystem === true,
    stdin: container.stdin === true,
    tty: container.tty === true,
    ...joined(container),
    stopSignal:
      imageConfig.stopSignal === "SIGQUIT" ? "SIGQUIT" : imageConfig.stopSignal === "SIGINT" ? "SIGINT" : "SIGTERM",
    specHash: specHashOf(container),
    terminationMessagePath: container.terminationMessagePath ?? "/dev/termination-log",
    fallsBackToLogs: container.terminationMessagePolicy === "FallbackToLogsOnError",
    resources: runtimeResources(container),
  };
}

/** An ephemeral container may ask for the process namespace of another one. */
function joined(container: Container): { joins?: string } {
  const { targetContainerName: name } = container as { targetContainerName?: string };
  return name === undefined || name === "" ? {} : { joins: name };
}

/** `command` replaces the image's entrypoint and its cmd; `args` only the cmd. */
function commandOf(
  container: Container,
  entrypoint: readonly string[],
  cmd: readonly string[],
  variables: Readonly<Record<string, string>>,
): readonly string[] {
  const expand = (words: readonly string[]): readonly string[] => words.map((word) => expandVariables(word, variables));
  const { command = [], args = [] } = container;
  if (command.length > 0) return [...expand(command), ...expand(args)];
  return [...entrypoint, ...(args.length > 0 ? expand(args) : cmd)];
}

function podMounts(context: KubeletContext, pod: Pod, sandbox: Sandbox): readonly Mount[] {
  sandbox.files ??= makePodFiles(context, pod, sandbox);
  const tree = sandbox.files;
  return ["/etc/hosts", "/etc/hostname", "/etc/resolv.conf"].map((path) => ({ path, tree, subPath: path.slice(4) }));
}

function makePodFiles(context: KubeletContext, pod: Pod, sandbox: Sandbox): MemoryFiles {
  const files = new MemoryFiles({ now: () => context.clock.now() });
  files.write("/hosts", hostsFile(pod, sandbox.ip, context.dns.clusterDomain));
  files.write("/hostname", `${podHostname(pod)}\n`);
  files.write("/resolv.conf", resolvConf(pod, context.dns));
  return files;
}

function terminationLog(context: KubeletContext, container: Container): readonly Mount[] {
  const tree = new MemoryFiles({ now: () => context.clock.now() });
  tree.write("/log", "", 0o666);
  return [{ path: container.terminationMessagePath ?? "/dev/termination-log", tree, subPath: "/log" }];
}

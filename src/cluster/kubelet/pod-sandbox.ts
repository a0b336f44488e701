// The sandbox of a pod: its network and its host name, before any container is in it.

import type { Pod } from "../../api/types.ts";
import { RuntimeError } from "../container-runtime/errors.ts";
import type { Sandbox } from "../container-runtime/runtime.ts";
import { type KubeletContext, podEvent } from "./context.ts";
import { podDomain, podHostname } from "./pod-files.ts";
import { pause, type Steps } from "./steps.ts";

const SANDBOX_MS = 150;

/** @param attempt how many sandboxes the pod has had before. */
export function* createSandbox(context: KubeletContext, pod: Pod, attempt: number): Steps<Sandbox | "failed"> {
  if (attempt > 0) {
    podEvent(context, pod, "Normal", "SandboxChanged", "Pod sandbox changed, it will be killed and re-created.");
  }
  yield* pause(SANDBOX_MS);
  const { namespace = "default", name, uid } = pod.metadata;
  const hostNetwork = pod.spec.hostNetwork === true;
  const hostname = hostNetwork ? context.node.name : sandboxHostname(context, pod);
  try {
    const sharesProcesses = pod.spec.shareProcessNamespace === true;
    return context.runtime.runPodSandbox({
      podUid: uid,
      namespace,
      name,
      hostname,
      hostNetwork,
      sharesProcesses,
      hostPID: pod.spec.hostPID === true,
      attempt,
    });
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    const text = `Failed to create pod sandbox: rpc error: code = Unknown desc = ${error.message}`;
    podEvent(context, pod, "Warning", "FailedCreatePodSandBox", text);
    return "failed";
  }
}

function sandboxHostname({ dns }: KubeletContext, pod: Pod): string {
  const host = podHostname(pod);
  const domain = podDomain(pod, dns.clusterDomain);
  return pod.spec.setHostnameAsFQDN === true && domain !== undefined ? `${host}.${domain}` : host;
}

export function presentSandbox({ runtime }: KubeletContext, pod: Pod): Sandbox | undefined {
  return runtime.sandboxesOf(pod.metadata.uid).find((sandbox) => sandbox.isReady);
}

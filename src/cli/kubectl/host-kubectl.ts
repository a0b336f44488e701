// `k8s-tutor kubectl`: the tutor's kubectl as a program of its own, for the cluster of the user's kubeconfig, a real one or a served one.

import { runKubectl } from "../../kubectl/kubectl.ts";
import { HostIo } from "./host-io.ts";

/** @param argv what stands behind the word `kubectl`. Resolves with the exit code. */
export async function hostKubectl(argv: readonly string[], version: string): Promise<number> {
  const io = new HostIo(`k8s-tutor/${version}`);
  try {
    return await runKubectl(argv, io);
  } finally {
    io.close();
  }
}

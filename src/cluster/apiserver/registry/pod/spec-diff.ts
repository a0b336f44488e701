import type { PodSpec } from "../../../../api/types.ts";

export function diffPodSpecs(_previous: PodSpec, _next: PodSpec): string {
  return "";
}

export function diffClaimSpecs(_previous: unknown, _next: unknown): string {
  return "";
}

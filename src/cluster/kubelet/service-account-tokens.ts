// Stands for the kubelet's token manager: gets tokens for the pods of its node, and a fresh one when one has had most of its time.

import { ApiError } from "../../api/status.ts";
import type { Pod } from "../../api/types.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Client } from "../client/client.ts";
import { resources } from "../client/resources.ts";
import { VolumeError } from "./volume-content.ts";

interface Held {
  readonly token: string;
  readonly refreshAt: number;
  readonly expiresAt: number;
}

// A pod looks at its volumes every minute or so; a token is good for most of its life before another is asked for.
const USED_PART = 0.8;

export class ServiceAccountTokens {
  private readonly held = new Map<string, Held>();

  constructor(
    private readonly client: Client,
    private readonly clock: Clock,
  ) {}

  tokenFor(pod: Pod, audience: string | undefined, expirationSeconds: number): string {
    const key = `${pod.metadata.uid}/${audience ?? ""}/${expirationSeconds}`;
    const now = this.clock.now();
    const known = this.held.get(key);
    if (known !== undefined && now < known.refreshAt) return known.token;
    this.forgetExpired(now);
    const token = this.request(pod, audience, expirationSeconds);
    const lifeMs = expirationSeconds * 1000;
    this.held.set(key, { token, refreshAt: now + lifeMs * USED_PART, expiresAt: now + lifeMs });
    return token;
  }

  private request({ metadata, spec }: Pod, audience: string | undefined, expirationSeconds: number): string {
    const { namespace, name, uid } = metadata;
    const account = { namespace, name: spec.serviceAccountName ?? "default" };
    const body = {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenRequest",
      spec: {
        ...(audience === undefined ? {} : { audiences: [audience] }),
        expirationSeconds,
        boundObjectRef: { apiVersion: "v1", kind: "Pod", name, uid },
      },
    };
    try {
      const answer = this.client.post(resources.serviceaccounts, account, "token", body);
      return (answer as { readonly status: { readonly token: string } }).status.token;
    } catch (error) {
      if (error instanceof ApiError) throw new VolumeError(`failed to fetch token: ${error.message}`);
      throw error;
    }
  }

  private forgetExpired(now: number): void {
    for (const [key, { expiresAt }] of this.held) if (expiresAt <= now) this.held.delete(key);
  }
}

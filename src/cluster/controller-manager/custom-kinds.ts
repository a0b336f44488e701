// Stands for the discovery that controllers repeat: which kinds CustomResourceDefinitions have brought, and copies of their objects.

import type { KubeObject } from "../../api/types.ts";
import type { Clock, Timer } from "../../sim/clock.ts";
import type { Client, ResourceAddress } from "../client/client.ts";
import { Informer } from "../client/informer.ts";
import type { InformerFactory } from "../client/informer-factory.ts";

/** Controllers that keep copies look this often for what is new. */
const RESYNC_MS = 30_000;

const DEFINITIONS: ResourceAddress = {
  group: "apiextensions.k8s.io",
  version: "v1",
  resource: "customresourcedefinitions",
};

export interface CustomKind extends ResourceAddress {
  readonly kind: string;
  readonly namespaced: boolean;
}

/** Who wants copies of all custom resources. */
export interface CustomKindWatcher {
  /** The copy is filled after this. */
  found(kind: CustomKind, objects: Informer<KubeObject>): void;
  lost(kind: CustomKind): void;
}

interface Definition extends KubeObject {
  readonly spec: {
    readonly group: string;
    readonly scope: string;
    readonly versions: readonly { readonly name: string; readonly served: boolean; readonly storage: boolean }[];
  };
  readonly status?: {
    readonly acceptedNames?: { readonly plural: string; readonly kind: string };
    readonly conditions?: readonly { readonly type: string; readonly status: string }[] | null;
  };
}

export class CustomKinds {
  private readonly watched = new Map<string, { readonly kind: CustomKind; readonly objects: Informer<KubeObject> }>();
  private readonly watchers: CustomKindWatcher[] = [];
  private readonly startedAtMs: number;
  private timer: Timer | undefined;

  constructor(
    private readonly client: Client,
    private readonly clock: Clock,
    private readonly informers: InformerFactory,
  ) {
    this.startedAtMs = clock.now();
  }

  /** What is served now. */
  all(): CustomKind[] {
    return this.informers
      .of<Definition>(DEFINITIONS)
      .list()
      .flatMap((definition) => kindOf(definition) ?? []);
  }

  watch(watcher: CustomKindWatcher): void {
    this.watchers.push(watcher);
    if (this.watchers.length > 1) return;
    const definitions = this.informers.of<Definition>(DEFINITIONS);
    definitions.onChange((next, previous) => {
      // Who starts looks at once.
      if (!definitions.synced && next !== undefined) this.follow(next.metadata.name, kindOf(next));
      else if (textOf(next && kindOf(next)) !== textOf(previous && kindOf(previous))) this.resyncLater();
    });
  }

  stop(): void {
    this.timer?.cancel();
    for (const { objects } of this.watched.values()) objects.stop();
    this.watched.clear();
  }

  private resyncLater(): void {
    const sinceLast = (this.clock.now() - this.startedAtMs) % RESYNC_MS;
    this.timer ??= this.clock.after(RESYNC_MS - sinceLast, () => {
      this.timer = undefined;
      this.resync();
    });
  }

  private resync(): void {
    const definitions = this.informers.of<Definition>(DEFINITIONS).list();
    const present = new Map(definitions.map((each) => [each.metadata.name, kindOf(each)]));
    for (const name of [...this.watched.keys()]) this.follow(name, present.get(name));
    for (const [name, kind] of present) this.follow(name, kind);
  }

  private follow(name: string, kind: CustomKind | undefined): void {
    const known = this.watched.get(name);
    if (textOf(kind) === textOf(known?.kind)) return;
    if (known !== undefined) {
      known.objects.stop();
      this.watched.delete(name);
      for (const watcher of this.watchers) watcher.lost(known.kind);
    }
    if (kind === undefined) return;
    const objects = new Informer<KubeObject>(this.client, this.clock, kind);
    this.watched.set(name, { kind, objects });
    for (const watcher of this.watchers) watcher.found(kind, objects);
    objects.start();
  }
}

/** In the version that is stored, where that is served; undefined where nothing is served. */
function kindOf({ spec, status }: Definition): CustomKind | undefined {
  const isEstablished = status?.conditions?.some((each) => each.type === "Established" && each.status === "True");
  const served = spec.versions.filter((version) => version.served);
  const version = served.find(({ storage }) => storage) ?? served[0];
  if (isEstablished !== true || version === undefined || status?.acceptedNames === undefined) return undefined;
  const { plural, kind } = status.acceptedNames;
  return { group: spec.group, version: version.name, resource: plural, kind, namespaced: spec.scope === "Namespaced" };
}

function textOf(kind: CustomKind | undefined): string {
  return kind === undefined ? "" : `${kind.group}/${kind.version}/${kind.resource}/${kind.kind}`;
}

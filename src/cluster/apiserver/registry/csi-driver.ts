// CSIDrivers: what the cluster has to know of a storage driver.

import { catalogued } from "../../../api/catalogue.ts";
import type { KubeObject } from "../../../api/types.ts";
import { AGE, NAME, text } from "./columns.ts";
import { deepEqual, duplicate, immutable, invalid, notSupported } from "./field-error.ts";
import { type Column, defineKind, type FieldError } from "./kind.ts";

interface Spec {
  attachRequired?: boolean;
  podInfoOnMount?: boolean;
  storageCapacity?: boolean;
  requiresRepublish?: boolean;
  seLinuxMount?: boolean;
  fsGroupPolicy?: string;
  volumeLifecycleModes?: string[];
  tokenRequests?: { audience?: string; expirationSeconds?: number }[];
}

interface CSIDriver extends KubeObject {
  readonly spec?: Readonly<Spec>;
}

const MODES = ["Ephemeral", "Persistent"];
const GROUP_POLICIES = ["File", "None", "ReadWriteOnceWithFSType"];
const LEAST_TOKEN_SECONDS = 600;

function applyDefaults(driver: { spec?: Spec }): void {
  driver.spec ??= {};
  const { spec } = driver;
  spec.attachRequired ??= true;
  spec.podInfoOnMount ??= false;
  spec.storageCapacity ??= false;
  spec.fsGroupPolicy ??= "ReadWriteOnceWithFSType";
  if ((spec.volumeLifecycleModes ?? []).length === 0) spec.volumeLifecycleModes = ["Persistent"];
  spec.requiresRepublish ??= false;
  spec.seLinuxMount ??= false;
}

function validate({ spec = {} }: CSIDriver): FieldError[] {
  const { volumeLifecycleModes = [], fsGroupPolicy = "", tokenRequests = [] } = spec;
  const audiences = new Set<string>();
  return [
    ...tokenRequests.flatMap(({ audience = "", expirationSeconds }, i) => {
      const field = `spec.tokenRequests[${i}]`;
      const errors = audiences.has(audience) ? [duplicate(`${field}.audience`, audience)] : [];
      audiences.add(audience);
      if (expirationSeconds === undefined || expirationSeconds >= LEAST_TOKEN_SECONDS) return errors;
      const text = "may not specify a duration less than 10 minutes";
      return [...errors, invalid(`${field}.expirationSeconds`, expirationSeconds, text)];
    }),
    ...volumeLifecycleModes
      .filter((mode) => !MODES.includes(mode))
      .map((mode) => notSupported("spec.volumeLifecycleModes", mode, MODES)),
    ...(GROUP_POLICIES.includes(fsGroupPolicy)
      ? []
      : [notSupported("spec.fsGroupPolicy", fsGroupPolicy, GROUP_POLICIES)]),
  ];
}

function validateUpdate({ spec: next = {} }: CSIDriver, { spec: previous = {} }: CSIDriver): FieldError[] {
  const errors = immutable("spec.attachedRequired", next.attachRequired, previous.attachRequired);
  if (deepEqual(next.volumeLifecycleModes, previous.volumeLifecycleModes)) return errors;
  const print = () =>
    `[]storage.VolumeLifecycleMode{${(next.volumeLifecycleModes ?? []).map((each) => JSON.stringify(each)).join(", ")}}`;
  return [
    ...errors,
    ...immutable("spec.volumeLifecycleModes", next.volumeLifecycleModes, previous.volumeLifecycleModes, print),
  ];
}

function flag(name: string, of: (spec: Readonly<Spec>) => boolean | undefined): Column<CSIDriver> {
  return { name, type: "boolean", cell: ({ spec = {} }) => of(spec) ?? false };
}

export const csiDrivers = defineKind<CSIDriver>({
  get resource() {
    return catalogued("storage.k8s.io", "csidrivers");
  },
  applyDefaults: (driver) => applyDefaults(driver as unknown as { spec?: Spec }),
  validate,
  validateUpdate,
  columns: [
    NAME,
    flag("AttachRequired", ({ attachRequired }) => attachRequired ?? true),
    flag("PodInfoOnMount", ({ podInfoOnMount }) => podInfoOnMount),
    flag("StorageCapacity", ({ storageCapacity }) => storageCapacity),
    text(
      "TokenRequests",
      ({ spec }) => (spec?.tokenRequests ?? []).map(({ audience = "" }) => audience).join(",") || "<unset>",
    ),
    flag("RequiresRepublish", ({ requiresRepublish }) => requiresRepublish),
    text("Modes", ({ spec }) => (spec?.volumeLifecycleModes ?? ["Persistent"]).join(",")),
    AGE,
  ],
  hasGeneration: false,
});

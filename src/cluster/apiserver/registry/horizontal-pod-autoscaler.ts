// HorizontalPodAutoscalers.

import { catalogued } from "../../../api/catalogue.ts";
import type { Draft, HorizontalPodAutoscaler } from "../../../api/types.ts";
import { AGE, integer, NAME, NONE, text } from "./columns.ts";
import { validateAutoscalerSpec } from "./horizontal-pod-autoscaler/validation.ts";
import { type Column, defineKind } from "./kind.ts";

type Spec = HorizontalPodAutoscaler["spec"];
type Metric = NonNullable<Spec["metrics"]>[number];
type CurrentMetric = NonNullable<HorizontalPodAutoscaler["status"]["currentMetrics"]>[number];

const SHOWN_METRICS = 2;
const UNKNOWN = "<unknown>";

const columns: readonly Column<HorizontalPodAutoscaler>[] = [
  NAME,
  text("Reference", ({ spec }) => `${spec.scaleTargetRef?.kind ?? ""}/${spec.scaleTargetRef?.name ?? ""}`),
  text("Targets", targetsText),
  text("MinPods", ({ spec }) => String(spec.minReplicas ?? "<unset>")),
  integer("MaxPods", ({ spec }) => spec.maxReplicas),
  integer("Replicas", ({ status }) => status?.currentReplicas),
  AGE,
];

function targetsText({ spec, status }: HorizontalPodAutoscaler): string {
  const current = (status?.currentMetrics ?? []) as readonly CurrentMetric[];
  const list = (spec.metrics ?? []).map((metric, i) => metricText(metric, current[i]));
  if (list.length === 0) return NONE;
  const text = list.slice(0, SHOWN_METRICS).join(", ");
  return list.length > SHOWN_METRICS ? `${text} + ${list.length - SHOWN_METRICS} more...` : text;
}

function metricText(metric: Metric, current: CurrentMetric | undefined): string {
  const [target, now] = sourcesOf(metric, current);
  const { averageValue, value, averageUtilization } = target?.target ?? {};
  const name = metric.resource?.name ?? metric.containerResource?.name;
  if (name !== undefined) {
    if (averageValue !== undefined) return `${name}: ${now?.current?.averageValue ?? UNKNOWN}/${averageValue}`;
    const used = now?.current?.averageUtilization;
    const wanted = averageUtilization === undefined ? "<auto>" : `${averageUtilization}%`;
    return `${name}: ${used === undefined ? UNKNOWN : `${used}%`}/${wanted}`;
  }
  if (metric.pods !== undefined) return `${now?.current?.averageValue ?? UNKNOWN}/${averageValue ?? ""}`;
  if (averageValue !== undefined) return `${now?.current?.averageValue ?? UNKNOWN}/${averageValue} (avg)`;
  return `${now?.current?.value ?? UNKNOWN}/${value ?? ""}`;
}

const SOURCES = ["resource", "containerResource", "pods", "object", "external"] as const;

function sourcesOf(metric: Metric, current: CurrentMetric | undefined) {
  const kind = SOURCES.find((each) => metric[each] !== undefined);
  return kind === undefined ? [] : ([metric[kind], current?.[kind]] as const);
}

function applyDefaults({ spec }: Draft<HorizontalPodAutoscaler>): void {
  spec.minReplicas ??= 1;
  if ((spec.metrics ?? []).length === 0) {
    spec.metrics = [
      { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } },
    ];
  }
  const behavior = spec.behavior;
  if (behavior === undefined) return;
  // Whoever writes rules for one direction gets the usual ones for the rest.
  behavior.scaleUp ??= {};
  const up = behavior.scaleUp;
  up.stabilizationWindowSeconds ??= 0;
  up.selectPolicy ??= "Max";
  up.policies ??= [
    { type: "Pods", value: 4, periodSeconds: 15 },
    { type: "Percent", value: 100, periodSeconds: 15 },
  ];
  behavior.scaleDown ??= {};
  const down = behavior.scaleDown;
  down.selectPolicy ??= "Max";
  down.policies ??= [{ type: "Percent", value: 100, periodSeconds: 15 }];
}

function prepareForCreate(autoscaler: Draft<HorizontalPodAutoscaler>): void {
  autoscaler.status = { currentMetrics: null, desiredReplicas: 0 } as unknown as typeof autoscaler.status;
}

export const horizontalPodAutoscalers = defineKind<HorizontalPodAutoscaler>({
  get resource() {
    return catalogued("autoscaling", "horizontalpodautoscalers", "v2");
  },
  applyDefaults,
  prepareForCreate,
  validate: ({ spec }) => validateAutoscalerSpec(spec, "spec"),
  columns,
  hasStatus: true,
  hasGeneration: false,
});

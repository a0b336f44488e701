// A probe of the wrong kind: readiness in place of liveness, a connection in place of a request.

import { type Path, valueAt } from "./demand.ts";
import { type AskedField, idOf } from "./field.ts";
import { type Finding, slip } from "./finding.ts";

const EFFECTS: Readonly<Record<string, string>> = {
  livenessProbe: "has the container restarted when it fails",
  readinessProbe: "keeps requests away while it fails",
  startupProbe: "gives a slow program time before the other probes begin",
};
const WAYS = ["httpGet", "tcpSocket", "exec", "grpc"];

export function otherProbe(asked: AskedField): Finding | undefined {
  const { demand, root } = asked;
  if (demand.kind !== "field") return undefined;
  const { steps } = demand.path;
  const at = steps.findIndex((step) => step in EFFECTS);
  const wanted = steps[at];
  if (wanted === undefined) return undefined;
  const container: Path = { ...demand.path, steps: steps.slice(0, at) };
  const probes = (valueAt(root, container) ?? {}) as Readonly<Record<string, object | undefined>>;
  const found = probes[wanted];
  return found === undefined
    ? ofOtherKind(asked, probes, wanted)
    : byOtherWay(asked, wanted, found, steps[at + 1] ?? "");
}

function ofOtherKind(asked: AskedField, probes: object, wanted: string): Finding | undefined {
  const instead = Object.keys(EFFECTS).find((kind) => kind in probes);
  if (instead === undefined) return undefined;
  return slip(
    idOf(asked, `probe ${instead}`),
    `${asked.name} has a \`${instead}\`, which ${EFFECTS[instead]}, but no \`${wanted}\`, which ${EFFECTS[wanted]}. Which of them does the task need?`,
  );
}

function byOtherWay(asked: AskedField, wanted: string, found: object, way: string): Finding | undefined {
  const instead = WAYS.find((one) => one in found);
  if (!WAYS.includes(way) || instead === undefined || instead === way) return undefined;
  return slip(
    idOf(asked, `probe-way ${instead}`),
    `The \`${wanted}\` of ${asked.name} asks by \`${instead}\`, not by \`${way}\`. Compare the ways in \`kubectl explain pod.spec.containers.${wanted}\`.`,
  );
}

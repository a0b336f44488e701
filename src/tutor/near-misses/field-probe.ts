// A probe of the wrong kind: readiness in place of liveness, a connection in place of a request.

import { type Path, valueAt } from "./demand.ts";
import { type AskedField, idOf } from "./field.ts";
import { type Finding, slip } from "./finding.ts";

const PROBES = ["livenessProbe", "readinessProbe", "startupProbe"] as const;
type Probe = (typeof PROBES)[number];
const WAYS = ["httpGet", "tcpSocket", "exec", "grpc"];

export function otherProbe(asked: AskedField): Finding | undefined {
  const { demand, root } = asked;
  if (demand.kind !== "field") return undefined;
  const { steps } = demand.path;
  const wanted = PROBES.find((probe) => steps.includes(probe));
  const at = steps.indexOf(wanted ?? "");
  if (wanted === undefined) return undefined;
  const container: Path = { ...demand.path, steps: steps.slice(0, at) };
  const probes = (valueAt(root, container) ?? {}) as Readonly<Record<string, object | undefined>>;
  const found = probes[wanted];
  return found === undefined
    ? ofOtherKind(asked, probes, wanted)
    : byOtherWay(asked, wanted, found, steps[at + 1] ?? "");
}

function ofOtherKind(asked: AskedField, probes: object, wanted: Probe): Finding | undefined {
  const instead = PROBES.find((kind) => kind in probes);
  if (instead === undefined) return undefined;
  return slip(idOf(asked, `probe ${instead}`), (says) =>
    says.otherProbe(asked.name(says), instead, says.probeKinds[instead], wanted, says.probeKinds[wanted]),
  );
}

function byOtherWay(asked: AskedField, wanted: string, found: object, way: string): Finding | undefined {
  const instead = WAYS.find((one) => one in found);
  if (!WAYS.includes(way) || instead === undefined || instead === way) return undefined;
  return slip(idOf(asked, `probe-way ${instead}`), (says) => says.otherWay(wanted, asked.name(says), instead, way));
}

// Stands for `kubectl describe endpoints` and `endpointslice`.

import type { EndpointSlice, Endpoints } from "../../api/types.ts";
import type { DescribeContext } from "./context.ts";
import { DescriptionWriter } from "./description-writer.ts";
import { subjectOf, writeEventsOf } from "./events.ts";
import { writeHeader } from "./header.ts";
import { orNone, orUnset } from "./values.ts";

export async function describeEndpoints(endpoints: Endpoints, context: DescribeContext): Promise<string> {
  const writer = new DescriptionWriter();
  writeHeader(writer, endpoints);
  writer.line(0, "Subsets:");
  for (const { addresses, notReadyAddresses, ports = [] } of endpoints.subsets ?? []) {
    writer.field(1, "Addresses", orNone(addresses?.map(({ ip }) => ip).join(",")));
    writer.field(1, "NotReadyAddresses", orNone(notReadyAddresses?.map(({ ip }) => ip).join(",")));
    if (ports.length > 0) {
      writer.line(1, "Ports:");
      writer.line(2, "Name\tPort\tProtocol");
      writer.line(2, "----\t----\t--------");
    }
    for (const { name, port, protocol } of ports) writer.line(2, `${name || "<unset>"}\t${port}\t${protocol ?? ""}`);
    writer.line(0, "");
  }
  await writeEventsOf(writer, [subjectOf(endpoints)], context);
  return writer.text();
}

export async function describeEndpointSlice(slice: EndpointSlice, context: DescribeContext): Promise<string> {
  const writer = new DescriptionWriter();
  writeHeader(writer, slice);
  writer.field(0, "AddressType", slice.addressType);
  writePorts(writer, slice);
  writeEndpoints(writer, slice);
  await writeEventsOf(writer, [subjectOf(slice)], context);
  return writer.text();
}

function writePorts(writer: DescriptionWriter, slice: EndpointSlice): void {
  const ports = slice.ports ?? [];
  if (ports.length === 0) {
    writer.line(0, "Ports: <unset>");
    return;
  }
  writer.line(0, "Ports:");
  writer.line(1, "Name\tPort\tProtocol");
  writer.line(1, "----\t----\t--------");
  for (const { name, port, protocol } of ports)
    writer.line(1, `${name || "<unset>"}\t${orUnset(port)}\t${protocol ?? ""}`);
}

function writeEndpoints(writer: DescriptionWriter, slice: EndpointSlice): void {
  const endpoints = slice.endpoints ?? [];
  writer.line(0, endpoints.length === 0 ? "Endpoints: <none>" : "Endpoints:");
  for (const { addresses, conditions, hostname, targetRef, nodeName, zone } of endpoints) {
    writer.line(1, `- Addresses:\t${orNone(addresses.join(", "))}`);
    writer.line(2, "Conditions:");
    writer.field(3, "Ready", orUnset(conditions?.ready));
    writer.field(2, "Hostname", orUnset(hostname));
    if (targetRef) writer.field(2, "TargetRef", `${targetRef.kind ?? ""}/${targetRef.name ?? ""}`);
    writer.field(2, "NodeName", orUnset(nodeName));
    writer.field(2, "Zone", orUnset(zone));
  }
}

// Stands for `kubectl describe configmap` and `secret`. Secrets show how long their values are, not what they are.

import type { ConfigMap, Secret } from "../../api/types.ts";
import { bytesOfBase64, textOfBase64 } from "../../bytes/base64.ts";
import type { DescribeContext } from "./context.ts";
import { DescriptionWriter } from "./description-writer.ts";
import { subjectOf, writeEventsOf } from "./events.ts";
import { writeHeader } from "./header.ts";
import { byKey } from "./values.ts";

// Simplified: keys come sorted; kubectl 1.33 prints them in random order, so no order can be relied on.
export async function describeConfigMap(configMap: ConfigMap, context: DescribeContext): Promise<string> {
  const writer = new DescriptionWriter();
  writeHeader(writer, configMap);
  writer.line(0, "\nData\n====");
  for (const [key, value] of Object.entries(configMap.data ?? {}).sort(byKey)) {
    writer.line(0, `${key}:\n----`);
    writer.line(0, value);
    writer.line(0, "");
  }
  writer.line(0, "\nBinaryData\n====");
  for (const [key, value] of Object.entries(configMap.binaryData ?? {}).sort(byKey)) {
    writer.line(0, `${key}: ${sizeOf(value)} bytes`);
  }
  writer.line(0, "");
  await writeEventsOf(writer, [subjectOf(configMap)], context);
  return writer.text();
}

export async function describeSecret(secret: Secret): Promise<string> {
  const writer = new DescriptionWriter();
  writeHeader(writer, secret);
  writer.line(0, `\nType:\t${secret.type ?? ""}`);
  writer.line(0, "\nData\n====");
  const isToken = secret.type === "kubernetes.io/service-account-token";
  for (const [key, value] of Object.entries(secret.data ?? {}).sort(byKey)) {
    writer.field(0, key, isToken && key === "token" ? (textOfBase64(value) ?? "") : `${sizeOf(value)} bytes`);
  }
  return writer.text();
}

function sizeOf(base64: string): number {
  return bytesOfBase64(base64)?.length ?? 0;
}

// Stands for `kubectl describe serviceaccount`.

import type { Secret, ServiceAccount } from "../../api/types.ts";
import { StatusError } from "../errors.ts";
import type { DescribeContext, DescribeReader } from "./context.ts";
import { DescriptionWriter } from "./description-writer.ts";
import { subjectOf, writeEventsOf } from "./events.ts";
import { writeHeader } from "./header.ts";

export async function describeServiceAccount(account: ServiceAccount, context: DescribeContext): Promise<string> {
  const secrets = await secretsOf(context.reader, account.metadata.namespace ?? "");
  const named = (references: readonly { readonly name?: string }[] | undefined) =>
    (references ?? []).map(({ name = "" }) =>
      secrets.some((secret) => secret.metadata.name === name) ? name : `${name} (not found)`,
    );
  const tokens = secrets.filter((secret) => isTokenOf(secret, account)).map((secret) => secret.metadata.name);
  const writer = new DescriptionWriter();
  writeHeader(writer, account);
  writeNames(writer, "Image pull secrets:", named(account.imagePullSecrets));
  writeNames(writer, "Mountable secrets: ", named(account.secrets));
  writeNames(writer, "Tokens:            ", tokens);
  await writeEventsOf(writer, [subjectOf(account)], context);
  return writer.text();
}

async function secretsOf(reader: DescribeReader, namespace: string): Promise<readonly Secret[]> {
  try {
    return await reader.list<Secret>(`/api/v1/namespaces/${namespace}/secrets`);
  } catch (error) {
    // A user without the right to list secrets sees all of them as not found.
    if (error instanceof StatusError) return [];
    throw error;
  }
}

function isTokenOf({ type, metadata }: Secret, account: ServiceAccount): boolean {
  const name = metadata.annotations?.["kubernetes.io/service-account.name"];
  const uid = metadata.annotations?.["kubernetes.io/service-account.uid"];
  return (
    type === "kubernetes.io/service-account-token" && name === account.metadata.name && uid === account.metadata.uid
  );
}

function writeNames(writer: DescriptionWriter, title: string, names: readonly string[]): void {
  if (names.length === 0) writer.line(0, `${title}\t<none>`);
  for (const [index, name] of names.entries())
    writer.line(0, `${index === 0 ? title : " ".repeat(title.length)}\t${name}`);
}

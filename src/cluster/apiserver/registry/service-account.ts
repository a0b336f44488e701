// ServiceAccounts.

import { catalogued } from "../../../api/catalogue.ts";
import type { ServiceAccount } from "../../../api/types.ts";
import { AGE, integer, NAME } from "./columns.ts";
import { defineKind } from "./kind.ts";

const ENFORCE = "kubernetes.io/enforce-mountable-secrets";

function warningsOf({ metadata }: ServiceAccount, previous: ServiceAccount | undefined): string[] {
  const isNew = previous?.metadata.annotations?.[ENFORCE] === undefined;
  if (!isNew || metadata.annotations?.[ENFORCE] === undefined) return [];
  const text = "deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets";
  return [`metadata.annotations[${ENFORCE}]: ${text}`];
}

export const serviceAccounts = defineKind<ServiceAccount>({
  get resource() {
    return catalogued("", "serviceaccounts");
  },
  warnings: warningsOf,
  columns: [NAME, integer("Secrets", ({ secrets }) => secrets?.length), AGE],
});

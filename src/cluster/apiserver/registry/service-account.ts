// ServiceAccounts.

import { catalogued } from "../../../api/catalogue.ts";
import type { ServiceAccount } from "../../../api/types.ts";
import { AGE, integer, NAME } from "./columns.ts";
import { defineKind } from "./kind.ts";

export const serviceAccounts = defineKind<ServiceAccount>({
  get resource() {
    return catalogued("", "serviceaccounts");
  },
  columns: [NAME, integer("Secrets", ({ secrets }) => secrets?.length), AGE],
});

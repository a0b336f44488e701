// Stands for kubectl certificate.

import { type Command, loaded } from "../command.ts";
import { decisionCommand } from "./certificate/decide.ts";

export const command: Command = {
  name: "certificate",
  short: "Modify certificate resources",
  long: "Modify certificate resources.",
  usage: "certificate SUBCOMMAND",
  flags: [],
  subcommands: [
    loaded(
      decisionCommand({
        name: "approve",
        short: "Approve a certificate signing request",
        long: "Approve a certificate signing request: its signer then issues the certificate. Before that, make sure who asks for what.",
        type: "Approved",
        opposite: "Denied",
        reason: "KubectlApprove",
        message: "This CSR was approved by kubectl certificate approve.",
        done: "approved",
      }),
    ),
    loaded(
      decisionCommand({
        name: "deny",
        short: "Deny a certificate signing request",
        long: "Deny a certificate signing request: no certificate is issued for it.",
        type: "Denied",
        opposite: "Approved",
        reason: "KubectlDeny",
        message: "This CSR was denied by kubectl certificate deny.",
        done: "denied",
      }),
    ),
  ],
};

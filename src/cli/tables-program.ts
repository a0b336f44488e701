// `tables` at the prompt: whether tables on the screen come in columns, or row by row for whoever listens to them.

import type { Program } from "../shell/process.ts";
import { asyncProgram } from "./async-program.ts";
import type { Display } from "./display.ts";
import type { Pace } from "./pacer.ts";
import { wantsRecords } from "./plainness.ts";

export const tableForms: readonly string[] = ["columns", "records"];

export function tablesProgram(pacer: Pace, display: () => Display): Program {
  return asyncProgram(pacer, async ({ argv, stdout, stderr }) => {
    const { texts, typeset } = display();
    const { tables: says } = texts.prompt;
    const [, form, ...more] = argv;
    if (more.length > 0 || (form !== undefined && !tableForms.includes(form))) {
      stderr.write("usage: tables [columns|records]\n");
      return 2;
    }
    // As the background, it belongs to the terminal, and whatever draws there reads it in one place.
    if (form !== undefined) process.env.K8S_TUTOR_TABLES = form;
    stdout.write(`${typeset(wantsRecords() ? says.inRecords : says.inColumns).join("\n")}\n`);
    return 0;
  });
}

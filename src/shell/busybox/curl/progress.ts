// Stands for curl's progress meter.

import type { Transfer } from "./transfer.ts";

// The meter is only drawn when the answer does not go to a terminal.
export function progress({ run, options, started }: Transfer, bytes: number): void {
  const goesToTerminal = run.process.stdout.isTerminal && !options.has("o") && !options.has("O");
  if (options.has("s") || options.has("N") || options.has("#") || goesToTerminal) return;
  const seconds = Math.floor((run.process.machine.now() - started) / 1000);
  const time = `${Math.floor(seconds / 3600)}:${String(Math.floor(seconds / 60) % 60).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
  const spent = seconds === 0 ? "--:--:--" : ` ${time}`;
  const size = String(bytes).padStart(5);
  const share = bytes > 0 ? "100" : "  0";
  run.process.stderr.write(
    "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n                                 Dload  Upload   Total   Spent    Left  Speed\n",
  );
  run.process.stderr.write(
    `\r${share} ${size}  ${share} ${size}    0     0      0      0 --:--:-- ${spent} --:--:--     0\n`,
  );
}

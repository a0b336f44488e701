// Lines as klog writes them on stderr: what client-go could tell nobody.

import type { KubectlIo } from "./io.ts";

/** `E1121 02:39:44.989903    2655 portforward.go:424] "Unhandled Error" err="…"` */
export function logUnhandled(io: KubectlIo, place: string, message: string): void {
  const [date = "", time = ""] = new Date(io.now()).toISOString().split("T");
  const day = date.slice(5).replace("-", "");
  const pid = String(1000 + Math.floor(io.random() * 30_000)).padStart(7);
  io.stderr.write(
    `E${day} ${time.slice(0, 12)}000 ${pid} ${place}] "Unhandled Error" err=${JSON.stringify(message)}\n`,
  );
}

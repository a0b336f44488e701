// How the program ends when it is told to: at once by the ordinary way out, or after whoever runs has put things in order.

type Ending = () => Promise<void>;

let ending: Ending | undefined;

/** The exit codes that shells give. */
const codes = { SIGTERM: 143, SIGHUP: 129 } as const;

/** From now on SIGTERM and SIGHUP end the program; the terminal is put in order on the way out. */
export function endOnSignals(): void {
  for (const [signal, code] of Object.entries(codes)) {
    process.once(signal, () => {
      if (ending === undefined) process.exit(code);
      void ending();
    });
  }
}

/** Ctrl-C, SIGTERM and SIGHUP run `end` instead, once. What does not end in time is ended by a second signal. */
export function endWith(end: Ending): void {
  ending = end;
  process.once("SIGINT", () => {
    process.once("SIGINT", () => process.exit(130));
    void end();
  });
}

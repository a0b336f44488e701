// What a learner sees who has pointed a phone or a browser at the room: the command to type.

import { CommandLine } from "./command-line.tsx";
import { joinCommand, spokenCode } from "./words.ts";

/** @param secret the address's fragment: the room's code, and with TLS the certificate's fingerprint. */
export function JoinPage({ secret }: { readonly secret: string }) {
  const [typed = "", pinned = ""] = secret.split(".");
  const code = typed
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
    .slice(0, 20);
  const isSecure = location.protocol === "https:";
  const door = {
    code,
    at: location.host,
    isSecure,
    ...(/^[0-9a-f]{64}$/i.test(pinned) ? { fingerprint: pinned } : {}),
  };
  return (
    <main class="page narrow">
      <h1>Join the workshop</h1>
      <p>Type this in a terminal of your computer. A name is asked for; a pseudonym will do.</p>
      <CommandLine command={`npx ${joinCommand(door)}`} />
      <p>Room code</p>
      <p class="code">{spokenCode(code)}</p>
      <p class="quiet">
        While you are in the room, the instructor sees the commands, answers and files of its lessons, and how you get
        on. Nothing else of your computer is shared, and <code>leave</code>, typed in the tutor, ends that.
      </p>
    </main>
  );
}

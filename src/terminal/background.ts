// Asks the terminal for the colour of its background. The answer comes among the keys, some time or never; nobody waits for it.

import { ByteDecoder } from "../bytes/bytes.ts";
import type { Background } from "./style.ts";
import type { InputStream } from "./terminal.ts";

/** OSC 11: which colour lies behind the text? */
export const ASK_BACKGROUND = "\u001b]11;?\u001b\\";

const ANSWER =
  /\u001b\]11;rgba?:([0-9a-f]{1,4})\/([0-9a-f]{1,4})\/([0-9a-f]{1,4})(?:\/[0-9a-f]{1,4})?(?:\u0007|\u001b\\)/i;
const BEGINNING = "\u001b]11;";
/** No answer is longer than this. */
const LONGEST = 40;

/** The input without the answer, which `told` is called with; it may come in pieces. */
export function withoutAnswer(input: InputStream, told: (background: Background) => void): InputStream {
  const decoder = new ByteDecoder();
  const wrapped = new Map<unknown, (chunk: string | Uint8Array) => void>();
  let isAwaited = true;
  let held = "";
  function sift(chunk: string | Uint8Array): string {
    const text = held + (typeof chunk === "string" ? chunk : decoder.decode(chunk));
    held = "";
    if (!isAwaited) return text;
    const answer = ANSWER.exec(text);
    if (answer !== null) {
      isAwaited = false;
      const [whole, red = "", green = "", blue = ""] = answer;
      told(groundOf([red, green, blue].map(share)));
      return text.replace(whole, "");
    }
    const at = beginningIn(text);
    if (at < 0 || text.length - at > LONGEST) return text;
    held = text.slice(at);
    return text.slice(0, at);
  }
  return {
    ...(input.isTTY === undefined ? {} : { isTTY: input.isTTY }),
    setRawMode: (raw) => input.setRawMode?.(raw),
    on(event: "data" | "end", listener: never) {
      if (event === "end") return input.on("end", listener);
      const hear = (chunk: string | Uint8Array) => {
        const rest = sift(chunk);
        if (rest.length > 0) (listener as (chunk: string | Uint8Array) => void)(rest);
      };
      wrapped.set(listener, hear);
      return input.on("data", hear);
    },
    off(event: "data" | "end", listener: never) {
      if (event === "end") return input.off("end", listener);
      const hear = wrapped.get(listener);
      wrapped.delete(listener);
      return hear === undefined ? undefined : input.off("data", hear);
    },
    resume: () => input.resume(),
    pause: () => input.pause(),
  };
}

/** Where an answer begins that is not whole yet. A lone escape is the key. */
function beginningIn(text: string): number {
  const at = text.lastIndexOf(BEGINNING);
  if (at >= 0) return at;
  const cut = [4, 3, 2].find((length) => text.endsWith(BEGINNING.slice(0, length)));
  return cut === undefined ? -1 : text.length - cut;
}

/** A terminal gives each colour with one to four digits, of so much at most. */
function share(digits: string): number {
  return Number.parseInt(digits, 16) / (16 ** digits.length - 1);
}

function groundOf(channels: readonly number[]): Background {
  return luminance(channels) > 0.18 ? "light" : "dark";
}

/** Relative luminance, as WCAG 2 defines it, of red, green and blue between 0 and 1. */
export function luminance(channels: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = channels.map((one) =>
    one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

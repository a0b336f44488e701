// A watch on the wire: one JSON document after the other, each on a line, in chunks that know nothing of lines.

import type { WatchEvent } from "../../api/request.ts";

export interface LineReader {
  /** The events that are complete with this chunk, one by one; throws a SyntaxError at what is none. */
  read(chunk: Uint8Array): Generator<WatchEvent>;
}

const LINE_END = 0x0a;

export function watchLines(): LineReader {
  // Pieces of a line are joined only once, however many chunks a large object comes in.
  let pieces: Uint8Array[] = [];
  return {
    *read(chunk) {
      let from = 0;
      for (let end = chunk.indexOf(LINE_END); end !== -1; end = chunk.indexOf(LINE_END, from)) {
        const line = Buffer.concat([...pieces, chunk.subarray(from, end)]).toString("utf8");
        pieces = [];
        from = end + 1;
        if (line.trim() !== "") yield JSON.parse(line) as WatchEvent;
      }
      // A copy, since whoever read the chunk may use its memory again.
      if (from < chunk.length) pieces.push(Uint8Array.from(chunk.subarray(from)));
    },
  };
}

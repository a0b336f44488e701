// How to join: the command with the room's code, and a picture of the address for those who would rather point a phone at it.

import { useMemo } from "preact/hooks";
import { encode } from "uqr";
import { Command } from "./command-line.tsx";
import { type Door, joinAddress, joinCommand, spokenCode } from "./words.ts";

function pictureOf(address: string): string {
  const { size, data } = encode(address, { border: 3 });
  const squares = data.flatMap((row, y) => row.map((isBlack, x) => (isBlack ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${squares}"/></svg>`;
}

function QrCode({ door }: { readonly door: Door }) {
  const address = joinAddress(door);
  const image = useMemo(() => `data:image/svg+xml,${encodeURIComponent(pictureOf(address))}`, [address]);
  return <img class="qr" src={image} alt={`QR code of the address ${address}`} width="240" height="240" />;
}

/** @param note what else there is to say. */
export function JoinPanel({ door, note }: { readonly door: Door; readonly note?: string }) {
  return (
    <section class="arrival">
      <div>
        <p>Type this in a terminal:</p>
        <p>
          <Command command={joinCommand(door)} />
        </p>
        <p>Room code</p>
        <p class="code">{spokenCode(door.code)}</p>
        <p>{note}</p>
      </div>
      <QrCode door={door} />
    </section>
  );
}

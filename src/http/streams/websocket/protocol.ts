// The subprotocols by which several channels share one WebSocket: each message begins with the number of its channel.

export interface ChannelProtocol {
  /** Empty for clients that name none. */
  readonly name: string;
  /** Text messages: the channel as a digit, the data in base64. */
  readonly base64: boolean;
  /** Since 4 the end of a program is told by a Status, since 5 a client can close one channel. */
  readonly version: number;
}

const binary = (version: number, name = `v${version}.channel.k8s.io`): ChannelProtocol => ({
  name,
  base64: false,
  version,
});

/** What exec and attach speak. */
export function commandProtocols(): readonly ChannelProtocol[] {
  return [
    ...[5, 4, 3, 2].map((version) => binary(version)),
    binary(1, "channel.k8s.io"),
    { name: "v4.base64.channel.k8s.io", base64: true, version: 4 },
    { name: "base64.channel.k8s.io", base64: true, version: 1 },
    binary(1, ""),
  ];
}

/** What port-forward speaks besides SPDY. */
export function portProtocols(): readonly ChannelProtocol[] {
  return [binary(4), { name: "v4.base64.channel.k8s.io", base64: true, version: 4 }, binary(1, "")];
}

/** The first of the client's offers that is served. */
export function chooseProtocol(
  offered: readonly string[],
  served: readonly ChannelProtocol[],
): ChannelProtocol | undefined {
  const names = offered.length === 0 ? [""] : offered;
  return names.map((name) => served.find((each) => each.name === name)).find((each) => each !== undefined);
}

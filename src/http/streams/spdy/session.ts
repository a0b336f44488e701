// Stands for one SPDY/3.1 connection with spdystream, the library on the other side of every kubectl and kubelet.
// Promises that a frame which breaks the rules ends this session and nothing else.
//
// Windows are not kept: spdystream neither counts what it sends nor understands a WINDOW_UPDATE. What bounds memory is the carrier.

import type { Carrier } from "../carrier.ts";
import { encodeFrame } from "./encode-frame.ts";
import { type Frame, goAwayStatus, MAX_STREAM_ID, resetStatus, SpdyError } from "./frame.ts";
import { FrameReader } from "./frame-reader.ts";
import { HeaderDecoder, HeaderEncoder, type Headers } from "./headers.ts";
import { SpdyStream, type StreamOutlet } from "./stream.ts";

export interface SessionObserver {
  /** The peer wants a stream: accept it, or reset it. */
  opened(stream: SpdyStream): void;
  /** Nothing goes through any more. All streams are reset after this, which is not their peer's doing. */
  ended(): void;
}

/** A peer that opens streams without end is up to no good. */
const STREAM_LIMIT = 1024;

export class SpdySession {
  private readonly reader = new FrameReader();
  private readonly encoder = new HeaderEncoder();
  private readonly decoder = new HeaderDecoder();
  private readonly streams = new Map<number, SpdyStream>();
  private readonly outlet: StreamOutlet;
  private nextStreamId: number;
  private nextPingId: number;
  private lastPeerStreamId = 0;
  private state: "open" | "finishing" | "ended" = "open";

  /** @param role a client's streams and pings have odd numbers, a server's even ones. */
  constructor(
    private readonly carrier: Carrier,
    private readonly role: "client" | "server",
    private readonly observer: SessionObserver,
  ) {
    this.nextStreamId = role === "client" ? 1 : 2;
    this.nextPingId = this.nextStreamId;
    this.outlet = {
      send: (frame) => this.send(encodeFrame(frame)),
      reply: (streamId) => this.sendHeaders("SYN_REPLY", streamId, {}),
      over: (streamId) => this.streams.delete(streamId),
    };
  }

  open(headers: Headers): SpdyStream {
    const stream = new SpdyStream(this.nextStreamId, headers, this.outlet);
    this.nextStreamId += 2;
    this.streams.set(stream.id, stream);
    this.sendHeaders("SYN_STREAM", stream.id, headers);
    return stream;
  }

  ping(): void {
    this.outlet.send({ type: "PING", id: this.nextPingId });
    this.nextPingId = this.nextPingId + 2 > MAX_STREAM_ID ? this.nextPingId % 2 || 2 : this.nextPingId + 2;
  }

  /** Opens nothing more. The peer hangs up when it has read everything: whoever closes first may cost it what it has not read. */
  finish(): void {
    if (this.state !== "open") return;
    this.outlet.send({ type: "GOAWAY", lastStreamId: this.lastPeerStreamId, status: goAwayStatus.OK });
    this.state = "finishing";
  }

  /** Hangs up, once what was written is out. */
  close(): void {
    this.finish();
    this.carrier.end();
    this.end();
  }

  receive(bytes: Buffer): void {
    try {
      for (const frame of this.reader.read(bytes)) {
        if (this.state === "ended") return;
        this.handle(frame);
      }
    } catch (error) {
      if (!(error instanceof SpdyError)) throw error;
      this.fail();
    }
  }

  /** The carrier is gone. */
  end(): void {
    if (this.state === "ended") return;
    this.state = "ended";
    this.observer.ended();
    for (const stream of [...this.streams.values()]) stream.receiveReset();
  }

  private fail(): void {
    if (this.state === "ended") return;
    this.outlet.send({ type: "GOAWAY", lastStreamId: this.lastPeerStreamId, status: goAwayStatus.PROTOCOL_ERROR });
    this.carrier.end();
    this.end();
  }

  private handle(frame: Frame): void {
    switch (frame.type) {
      case "SYN_STREAM":
        this.handleNewStream(frame.streamId, this.decoder.decode(frame.block), frame.fin);
        break;
      case "SYN_REPLY":
      case "HEADERS":
        // Nobody needs the headers; the decoder does, for those that follow.
        this.decoder.decode(frame.block);
        if (frame.type === "SYN_REPLY") this.streams.get(frame.streamId)?.receiveReply();
        if (frame.fin) this.streams.get(frame.streamId)?.receiveEnd();
        break;
      case "DATA":
        // A stream that we have given up may still have data under way.
        this.streams.get(frame.streamId)?.receiveData(frame.data);
        if (frame.fin) this.streams.get(frame.streamId)?.receiveEnd();
        break;
      case "RST_STREAM":
        this.streams.get(frame.streamId)?.receiveReset();
        break;
      case "PING":
        if (frame.id % 2 !== this.nextPingId % 2) this.outlet.send(frame);
        break;
      case "GOAWAY":
      case "SETTINGS":
      case "WINDOW_UPDATE":
      case "UNKNOWN":
        break;
    }
  }

  private handleNewStream(id: number, headers: Headers, fin: boolean): void {
    const mine = id % 2 === (this.role === "client" ? 1 : 0);
    if (mine || id <= this.lastPeerStreamId) throw new SpdyError(`stream ${id} cannot be opened`);
    this.lastPeerStreamId = id;
    const stream = new SpdyStream(id, headers, this.outlet);
    if (this.state !== "open" || this.streams.size >= STREAM_LIMIT) {
      stream.reset(resetStatus.REFUSED_STREAM);
      return;
    }
    this.streams.set(id, stream);
    this.observer.opened(stream);
    if (fin) stream.receiveEnd();
  }

  private sendHeaders(type: "SYN_STREAM" | "SYN_REPLY", streamId: number, headers: Headers): void {
    const block = this.encoder.encode(headers);
    this.send(encodeFrame({ type, streamId, fin: false, block }));
  }

  private send(bytes: Buffer): void {
    if (this.state !== "ended") this.carrier.write(bytes);
  }
}

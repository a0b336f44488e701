// What the NGINX of an Ingress controller is told to do: its nginx.conf and the upstreams behind it, as data.
// The controller's program asks for it; who watches the API provides it.

import type { ShownCertificate } from "../../../../shell/tls.ts";

export type Certificate = ShownCertificate;

export interface UpstreamEndpoint {
  /** An address, or the name of an ExternalName service. */
  readonly host: string;
  readonly port: number;
}

export interface Upstream {
  /** As in `default-shop-80`. */
  readonly name: string;
  readonly endpoints: readonly UpstreamEndpoint[];
}

export interface Redirect {
  readonly status: number;
  readonly to: string;
}

/** A share of the requests that goes elsewhere, as the canary annotations say. */
export interface Canary {
  readonly upstream: Upstream;
  readonly weight: number;
  readonly header?: string;
  readonly headerValue?: string;
}

export interface Location {
  readonly path: string;
  /** `prefix` is NGINX's own: it knows nothing of path elements. */
  readonly match: "exact" | "prefix" | "regex";
  readonly upstream: Upstream;
  readonly rewriteTarget?: string;
  readonly redirect?: Redirect;
  /** Plain HTTP is sent on to HTTPS. */
  readonly redirectsToTls: boolean;
  /** When set, everybody else gets 403. */
  readonly allowedRanges?: readonly string[];
  /** Beyond this a request gets 413; 0 for no limit. */
  readonly maxBodyBytes: number;
  /** Something about it cannot be had, so nothing is served. */
  readonly isDenied?: boolean;
  readonly canary?: Canary;
}

export interface VirtualServer {
  /** `_` takes what no other server does; `*.example` takes all that ends so. */
  readonly host: string;
  /** In the order in which regular expressions are tried. */
  readonly locations: readonly Location[];
  readonly certificate?: Certificate;
  readonly appRoot?: string;
}

export interface Configuration {
  readonly servers: readonly VirtualServer[];
  /** For hosts that have none of their own; the controller's fake one when absent. */
  readonly defaultCertificate?: Certificate;
}

/** One controller that runs. */
export interface RunningController {
  readonly namespace: string;
  readonly name: string;
  readonly argv: readonly string[];
  configuration: Configuration;
  /** A line for its log; klog's header is put before it. */
  log(severity: "I" | "W" | "E", place: string, text: string): void;
}

/** Where the controllers' programs and who watches the API for them meet. */
export class IngressControllers {
  readonly running = new Set<RunningController>();
  private listener: ((controller: RunningController, change: "started" | "stopped" | "killed") => void) | undefined;

  /** Who provides the configuration; undefined when nobody does any more. */
  onChange(listener: typeof this.listener): void {
    this.listener = listener;
  }

  started(controller: RunningController): void {
    this.running.add(controller);
    this.listener?.(controller, "started");
  }

  /** @param politely false when it was killed, and had no time for last things. */
  ended(controller: RunningController, politely: boolean): void {
    if (this.running.delete(controller)) this.listener?.(controller, politely ? "stopped" : "killed");
  }
}

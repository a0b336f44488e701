// A part of the cluster that can be started and stopped, as a lesson may do with the scheduler.

export interface Component {
  /** The real binary's name. */
  readonly name: string;
  start(): void;
  /** Stops reacting at once; what it watched is forgotten and listed again at the next start. */
  stop(): void;
}

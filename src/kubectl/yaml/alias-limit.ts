// A few aliases of aliases stand for more than any memory holds; the Go library refuses a text that is mostly aliases.

import { YamlError } from "./reader.ts";

const FEW_NODES = 400_000;
const MANY_NODES = 4_000_000;

export class AliasLimit {
  /** All of the document so far, aliases written out. */
  nodes = 0;
  private aliased = 0;

  node(): void {
    this.nodes++;
  }

  /** @param nodes how many the alias stands for. @throws YamlError */
  alias(nodes: number): void {
    this.nodes += nodes;
    this.aliased += nodes;
    if (this.aliased > 100 && this.nodes > 1000 && this.aliased / this.nodes > allowedRatio(this.nodes))
      throw new YamlError("yaml: document contains excessive aliasing");
  }
}

function allowedRatio(nodes: number): number {
  if (nodes <= FEW_NODES) return 0.99;
  if (nodes >= MANY_NODES) return 0.1;
  return 0.99 - (0.89 * (nodes - FEW_NODES)) / (MANY_NODES - FEW_NODES);
}

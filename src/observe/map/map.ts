// `map`: the cluster at one glance. Read through the API (read.ts) into plain data (model.ts), drawn by a pure function (render.ts).

export { readMap } from "./read.ts";
export { renderMap } from "./render.ts";

export const mapHelp = `map draws the nodes, the pods on them with their containers, and the services with the pods behind them.

  map                   the namespace of your context
  map -n NAMESPACE      another one
  map -A                all of them
  map --plain           in sentences, for screen readers (also K8S_TUTOR_PLAIN=1)
  map --json            as data
  map on                keeps it above the prompt, where it changes with the cluster; also map on -A
  map off               takes it away
`;

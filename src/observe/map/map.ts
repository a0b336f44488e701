// `map`: the cluster at one glance. Read through the API (read.ts) into plain data (model.ts), drawn by a pure function (render.ts).

export { readMap } from "./read.ts";
export { renderMap } from "./render.ts";

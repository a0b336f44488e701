// Which key of the pager does what: those of less, and the ones of a keyboard that say the same.

export type Action =
  | "leave"
  | "help"
  | "forward"
  | "back"
  | "half-forward"
  | "half-back"
  | "line-forward"
  | "line-back"
  | "start"
  | "end"
  | "percent"
  | "rightwards"
  | "leftwards"
  | "option"
  | "follow"
  | "search"
  | "search-back"
  | "next"
  | "previous";

export const ACTIONS: Readonly<Record<string, Action>> = {
  q: "leave",
  Q: "leave",
  h: "help",
  f1: "help",
  " ": "forward",
  f: "forward",
  "ctrl-f": "forward",
  "ctrl-v": "forward",
  "page-down": "forward",
  b: "back",
  "ctrl-b": "back",
  "alt-v": "back",
  "page-up": "back",
  d: "half-forward",
  "ctrl-d": "half-forward",
  u: "half-back",
  "ctrl-u": "half-back",
  enter: "line-forward",
  j: "line-forward",
  e: "line-forward",
  down: "line-forward",
  "ctrl-n": "line-forward",
  k: "line-back",
  y: "line-back",
  up: "line-back",
  "ctrl-p": "line-back",
  g: "start",
  "<": "start",
  home: "start",
  G: "end",
  ">": "end",
  end: "end",
  p: "percent",
  "%": "percent",
  right: "rightwards",
  "alt-)": "rightwards",
  left: "leftwards",
  "alt-(": "leftwards",
  "-": "option",
  F: "follow",
  "/": "search",
  "?": "search-back",
  n: "next",
  N: "previous",
};

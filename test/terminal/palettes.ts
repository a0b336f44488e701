// The sixteen colours of common terminals as they are installed, with their backgrounds, in the order of the control sequences.

interface Palette {
  readonly name: string;
  readonly kind: "dark" | "light";
  readonly backgrounds: readonly string[];
  readonly colors: string;
}

const xterm =
  "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff";
const solarized =
  "073642 dc322f 859900 b58900 268bd2 d33682 2aa198 eee8d5 002b36 cb4b16 586e75 657b83 839496 6c71c4 93a1a1 fdf6e3";
const macos =
  "000000 990000 00a600 999900 0000b2 b200b2 00a6b2 bfbfbf 666666 e50000 00d900 e5e500 0000ff e500e5 00e5e5 e5e5e5";

export const PALETTES: readonly Palette[] = [
  { name: "xterm, black", kind: "dark", backgrounds: ["000000"], colors: xterm },
  { name: "xterm, white", kind: "light", backgrounds: ["ffffff"], colors: xterm },
  {
    name: "VS Code dark",
    kind: "dark",
    backgrounds: ["1e1e1e", "1f1f1f", "181818"],
    colors:
      "000000 cd3131 0dbc79 e5e510 2472c8 bc3fbc 11a8cd e5e5e5 666666 f14c4c 23d18b f5f543 3b8eea d670d6 29b8db e5e5e5",
  },
  {
    name: "VS Code light",
    kind: "light",
    backgrounds: ["ffffff", "f8f8f8"],
    colors:
      "000000 cd3131 107c10 949800 0451a5 bc05bc 0598bc 555555 666666 cd3131 14ce14 b5ba00 0451a5 bc05bc 0598bc a5a5a5",
  },
  {
    name: "Windows Terminal, Campbell",
    kind: "dark",
    backgrounds: ["0c0c0c", "012456"],
    colors:
      "0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc 767676 e74856 16c60c f9f1a5 3b78ff b4009e 61d6d6 f2f2f2",
  },
  {
    name: "Windows Terminal, One Half Light",
    kind: "light",
    backgrounds: ["fafafa"],
    colors:
      "383a42 e45649 50a14f c18301 0184bc a626a4 0997b3 fafafa 4f525d df6c75 98c379 e4c07a 61afef c577dd 56b5c1 ffffff",
  },
  { name: "Solarized dark", kind: "dark", backgrounds: ["002b36"], colors: solarized },
  { name: "Solarized light", kind: "light", backgrounds: ["fdf6e3"], colors: solarized },
  { name: "macOS Terminal, dark", kind: "dark", backgrounds: ["1e1e1e", "000000"], colors: macos },
  { name: "macOS Terminal, light", kind: "light", backgrounds: ["ffffff"], colors: macos },
];

import { expect, it } from "vitest";
import { editorFor } from "../../src/cli/host-editor.ts";

it.each<[string, NodeJS.ProcessEnv, string | undefined]>([
  ["vim", {}, "vim"],
  ["code --wait", {}, "code --wait"],
  ["my-editor -x", { EDITOR: "my-editor -x" }, "my-editor -x"],
  ["edit", {}, "k8s-tutor"],
  ["open", { EDITOR: "nano" }, "nano"],
  ["edit", { VISUAL: "kak", EDITOR: "vi" }, "kak"],
  ["rm -rf /", { EDITOR: "vi" }, undefined],
  ["vim -c :!reboot", { EDITOR: "vim" }, undefined],
  ["/tmp/vim", {}, undefined],
  ["touch", {}, undefined],
])("a line that sets the editor to %s", (command, env, started) => {
  expect(editorFor(command, env)).toBe(started);
});

import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { modelTexts, valueTexts } from "../../scripts/model-texts.mjs";

const KIND = `import { ModelData } from "x";
/**
 * A thing is one.
 *
 * And more: \\* stars.
 */
export interface IThing extends TypeMeta {
    /**
     * How much of it.
     *
     * Possible enum values:
     *  - \`"All"\` is all of it.
     * @deprecated
     */
    "amount"?: string;
    "apiVersion": "apps/v1";
}
/**
 * Another comment.
 */
export declare class Thing extends Model<IThing> implements IThing {
    "amount"?: string;
}
`;

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "texts-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

test("texts of a type and its fields are read as they are told", () => {
  const folder = folderWith({ "kubernetes-models/apps/v1/Thing.d.ts": KIND });
  expect(modelTexts(folder, "apps/v1", "Thing")).toEqual({
    about: "A thing is one.\n\nAnd more: * stars.",
    fields: { amount: 'How much of it.\n\nPossible enum values:\n - `"All"` is all of it.' },
  });
  expect(modelTexts(folder, "apps/v1", "Other")).toBeUndefined();
});

test("texts of what has no fields are read where they are", () => {
  const time = "/**\n * An instant.\n */\nexport declare type ITime = string;\n";
  const folder = folderWith({ "@kubernetes-models/apimachinery/apis/meta/v1/Time.d.ts": time });
  expect(valueTexts(folder)).toEqual({ "io.k8s.apimachinery.pkg.apis.meta.v1.Time": ["An instant.", {}] });
});

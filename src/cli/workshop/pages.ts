// Where the workshop's pages are in the installed package.

import { join } from "node:path";
import { readPageFiles } from "../../workshop/host/page-files.ts";
import type { PageFiles } from "../../workshop/host/pages.ts";
import { packageDirectory } from "../places.ts";

export function readPages(): PageFiles {
  return readPageFiles(join(packageDirectory(), "dist", "page"));
}

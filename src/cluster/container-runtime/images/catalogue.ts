// All images that can be pulled.

import { agentImages } from "./agents.ts";
import { databaseImages } from "./databases.ts";
import { helloAppImages } from "./hello-app.ts";
import { hpaExampleImages } from "./hpa-example.ts";
import { httpdImages } from "./httpd.ts";
import type { Image } from "./image.ts";
import { interpreterImages } from "./interpreters.ts";
import { nginxImages } from "./nginx.ts";
import { smallImages } from "./small-images.ts";
import { stressImages } from "./stress.ts";
import { systemImages } from "./system.ts";
import { tutorImages } from "./tutor-app.ts";

export function imageCatalogue(): readonly Image[] {
  return [
    ...nginxImages,
    ...httpdImages,
    ...hpaExampleImages,
    ...smallImages,
    ...databaseImages,
    ...interpreterImages,
    ...agentImages,
    ...helloAppImages,
    ...systemImages,
    ...stressImages,
    ...tutorImages,
  ];
}

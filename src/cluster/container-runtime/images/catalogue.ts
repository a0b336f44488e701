// All images that can be pulled.

import { agentImages } from "./agents.ts";
import { agnhostImages } from "./agnhost.ts";
import { bitnamiImages } from "./bitnami.ts";
import { databaseImages } from "./databases.ts";
import { distributionImages } from "./distributions.ts";
import { echoImages } from "./echo-servers.ts";
import { EtcdDatabases } from "./etcd/database.ts";
import { etcdImage } from "./etcd/etcd.ts";
import { haproxyImage } from "./haproxy.ts";
import { helloAppImages } from "./hello-app.ts";
import { hpaExampleImages } from "./hpa-example.ts";
import { httpbinImages } from "./httpbin.ts";
import { httpdImages } from "./httpd.ts";
import type { Image } from "./image.ts";
import { IngressControllers } from "./ingress-nginx/configuration.ts";
import { ingressNginxImages } from "./ingress-nginx/controller.ts";
import { interpreterImages } from "./interpreters.ts";
import { ApiServers, apiServerImage } from "./kube-apiserver.ts";
import { languageImages } from "./languages.ts";
import { memcachedImage } from "./memcached.ts";
import { nginxImages } from "./nginx.ts";
import { phpImages } from "./php.ts";
import { podinfoImages } from "./podinfo.ts";
import { rabbitmqImage } from "./rabbitmq.ts";
import { sampleImages } from "./samples.ts";
import { smallImages } from "./small-images.ts";
import { stressImages } from "./stress.ts";
import { systemImages } from "./system.ts";
import { toolImages } from "./tools.ts";
import { tutorImages } from "./tutor-app.ts";
import { consoleImages } from "./web-consoles.ts";

/** @param ingressControllers where controllers for Ingresses tell that they run.
 * @param databases where etcd finds the cluster's data.
 * @param apiServers where the API server's program finds the cluster's API. */
export function imageCatalogue(
  ingressControllers = new IngressControllers(),
  databases = new EtcdDatabases(),
  apiServers = new ApiServers(),
): readonly Image[] {
  return [
    ...nginxImages,
    ...httpdImages,
    ...hpaExampleImages,
    ...smallImages,
    ...databaseImages,
    ...interpreterImages,
    ...languageImages,
    ...phpImages,
    ...agentImages,
    ...echoImages,
    ...httpbinImages,
    ...agnhostImages,
    ...sampleImages,
    ...podinfoImages,
    rabbitmqImage,
    memcachedImage,
    haproxyImage,
    ...consoleImages,
    ...distributionImages,
    ...bitnamiImages,
    ...toolImages,
    ...helloAppImages,
    ...systemImages,
    etcdImage(databases),
    apiServerImage(apiServers),
    ...ingressNginxImages(ingressControllers),
    ...stressImages,
    ...tutorImages,
  ];
}

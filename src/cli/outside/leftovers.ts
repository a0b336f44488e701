// What a lesson's setup has made in a cluster outside, so that exactly that can be removed again.

import type { ApiResponse, ApiTransport } from "../../api/request.ts";
import type { AnyObject } from "../../api/types.ts";
import { lessonLabel, removeNamespace } from "./namespaces.ts";

interface Made {
  readonly path: string;
  readonly name: string;
  readonly uid: string | undefined;
}

export class Leftovers {
  private space: AnyObject | undefined;
  private made: Made[] = [];

  constructor(
    private readonly lesson: string,
    private readonly namespace: string,
  ) {}

  /** As kubectl delete takes them. */
  get names(): string[] {
    const space = this.space === undefined ? [] : [`namespace/${this.space.metadata.name}`];
    return [...space, ...this.made.map(({ name }) => name)];
  }

  /** The lesson's own namespace; what is in it goes with it. */
  keep(namespace: AnyObject): void {
    this.space = namespace;
  }

  /** Puts the lesson's label on what is made outside of its namespace, and remembers it. */
  marking(api: ApiTransport): ApiTransport {
    return async (request) => {
      if (request.method !== "POST" || request.path.includes(`/namespaces/${this.namespace}/`)) return api(request);
      const response = await api({ ...request, body: labelled(request.body as AnyObject, this.lesson) });
      this.remember(request.path, response);
      return response;
    };
  }

  async remove(api: ApiTransport): Promise<void> {
    const { made, space } = this;
    this.made = [];
    this.space = undefined;
    for (const { path, uid } of made.reverse()) {
      const body = { apiVersion: "v1", kind: "DeleteOptions", preconditions: { uid }, propagationPolicy: "Background" };
      await api({ method: "DELETE", path, query: {}, body });
    }
    if (space !== undefined) await removeNamespace(api, space);
  }

  private remember(path: string, response: ApiResponse): void {
    if (response.kind !== "object" || response.status >= 300) return;
    const { metadata } = response.body as AnyObject;
    const resource = path.slice(path.lastIndexOf("/") + 1);
    this.made.push({ path: `${path}/${metadata.name}`, name: `${resource}/${metadata.name}`, uid: metadata.uid });
  }
}

function labelled(object: AnyObject, lesson: string): AnyObject {
  const labels = { ...object.metadata.labels, [lessonLabel]: lesson };
  return { ...object, metadata: { ...object.metadata, labels } };
}

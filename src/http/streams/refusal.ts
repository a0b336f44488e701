// Answers to requests that do not become connections, in the words of kube-apiserver and the kubelet.

import type { ApiResponse } from "../../api/request.ts";
import { badRequest, type Status } from "../../api/status.ts";

const KUBELET = "Internal error occurred: unable to upgrade connection: ";

export function refusal(code: 400 | 403, text: string): ApiResponse {
  return { kind: "text", status: code, body: `${text}\n` };
}

export function badRequestAnswer(message: string): ApiResponse {
  return { kind: "object", status: 400, body: badRequest(message) };
}

export function noCommonProtocol(offered: readonly string[], served: readonly string[]): ApiResponse {
  const client = offered.join(" ");
  const server = served.join(" ");
  const text = `unable to negotiate protocol: client supports [${client}], server accepts [${server}]`;
  return refusal(403, `unable to upgrade: ${text}`);
}

export function statusOf(response: ApiResponse): Status | undefined {
  if (response.kind !== "object") return undefined;
  const status = response.body as Partial<Status> | undefined;
  return status?.kind === "Status" ? (response.body as Status) : undefined;
}

/** What the kubelet says for itself, which no API server has made a Status of: clients word it as they please. */
export function asKubeletAnswer(response: ApiResponse): ApiResponse {
  const { message = "" } = statusOf(response) ?? {};
  if (!message.startsWith(KUBELET)) return response;
  return { kind: "text", status: response.status, body: `${message.slice(KUBELET.length)}\n` };
}

const FAILED_TWICE = /^(Internal error occurred: )(?=Internal error occurred: )/;

/** As the kubelet said it, to clients whose streams kube-apiserver passes through as they are. */
export function asKubeletStatus(status: Status): Status {
  return { ...status, ...(status.message === undefined ? {} : { message: status.message.replace(FAILED_TWICE, "") }) };
}

// Who a container runs as, from its security context and its image; and the refusals of runAsNonRoot.

import type { Container, Pod } from "../../api/types.ts";
import type { ContainerUser } from "../container-runtime/container.ts";
import type { ImageConfig } from "../container-runtime/images/image.ts";
import { privilegesOf } from "./capabilities.ts";
import { ConfigError } from "./environment.ts";
import { podText } from "./pod-spec.ts";

const nobody = 65534;

export function containerUser(pod: Pod, container: Container, image: ImageConfig): ContainerUser {
  const own = container.securityContext ?? {};
  const shared = pod.spec.securityContext ?? {};
  const [imageUser = "", imageGroup] = (image.user ?? "").split(":");
  const imageUid = /^\d+$/.test(imageUser) ? Number(imageUser) : (image.users?.[imageUser] ?? 0);
  const runAsUser = own.runAsUser ?? shared.runAsUser;
  if (own.runAsNonRoot ?? shared.runAsNonRoot) refuseRoot(pod, container, runAsUser, imageUser);
  const uid = runAsUser ?? imageUid;
  const imageGid = runAsUser === undefined && imageGroup !== undefined ? Number(imageGroup) : primaryGroup(uid, image);
  const gid = own.runAsGroup ?? shared.runAsGroup ?? imageGid;
  const groups = [...(shared.fsGroup === undefined ? [] : [shared.fsGroup]), ...(shared.supplementalGroups ?? [])];
  const privileges = privilegesOf(pod, container);
  return { uid, gid, name: userName(uid, image), privileges, ...(groups.length === 0 ? {} : { groups }) };
}

/** As the image's /etc/passwd has it, where every account has a group of its own number; without an account, the group of root. */
function primaryGroup(uid: number, image: ImageConfig): number {
  return uid === nobody || Object.values(image.users ?? {}).includes(uid) ? uid : 0;
}

function userName(uid: number, image: ImageConfig): string {
  if (uid === 0) return "root";
  return Object.entries(image.users ?? {}).find(([, id]) => id === uid)?.[0] ?? String(uid);
}

function refuseRoot(pod: Pod, container: Container, runAsUser: number | undefined, imageUser: string): void {
  const who = `(pod: "${podText(pod)}", container: ${container.name})`;
  if (runAsUser !== undefined) {
    if (runAsUser === 0) throw new ConfigError(`container's runAsUser breaks non-root policy ${who}`);
    return;
  }
  if (imageUser !== "" && !/^\d+$/.test(imageUser)) {
    throw new ConfigError(
      `container has runAsNonRoot and image has non-numeric user (${imageUser}), cannot verify user is non-root ${who}`,
    );
  }
  if (imageUser === "" || imageUser === "0")
    throw new ConfigError(`container has runAsNonRoot and image will run as root ${who}`);
}

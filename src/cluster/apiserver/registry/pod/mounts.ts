// Where a container mounts the volumes of its pod.

import type { Container, VolumeMount } from "../../../../api/types.ts";
import { forbidden, invalid, notFoundValue, notSupported, required } from "../field-error.ts";
import type { FieldError } from "../kind.ts";
import { validateBacksteps, validateRelativePath } from "./paths.ts";
import type { Volumes } from "./volumes.ts";

export function validateVolumeMounts(container: Container, volumes: Volumes, field: string): FieldError[] {
  const paths = new Set<string>();
  const devices = container.volumeDevices ?? [];
  return (container.volumeMounts ?? []).flatMap((mount, i) => {
    const path = `${field}[${i}]`;
    const { name = "", mountPath = "" } = mount;
    const errors = name === "" ? [required(`${path}.name`)] : [];
    if (!volumes.has(name)) errors.push(notFoundValue(`${path}.name`, name));
    if (mountPath === "") errors.push(required(`${path}.mountPath`));
    if (paths.has(mountPath)) errors.push(invalid(`${path}.mountPath`, mountPath, "must be unique"));
    paths.add(mountPath);
    if (devices.some((device) => device.name === name)) {
      errors.push(invalid(`${path}.name`, name, "must not already exist in volumeDevices"));
    }
    if (devices.some((device) => device.devicePath === mountPath)) {
      errors.push(invalid(`${path}.mountPath`, mountPath, "must not already exist as a path in volumeDevices"));
    }
    return [
      ...errors,
      ...subPathErrors(mount, field, path),
      ...propagationErrors(mount, container, `${field}.mountPropagation`),
      ...recursiveErrors(mount, `${field}.recursiveReadOnly`),
    ];
  });
}

// These paths are named without the index of their mount, as the real server names them.
function subPathErrors({ subPath = "", subPathExpr = "" }: VolumeMount, field: string, mount: string): FieldError[] {
  const errors = subPath === "" ? [] : validateRelativePath(subPath, `${field}.subPath`);
  if (subPathExpr === "") return errors;
  if (subPath !== "") {
    errors.push(invalid(`${mount}.subPathExpr`, subPathExpr, "subPathExpr and subPath are mutually exclusive"));
  }
  return [...errors, ...validateRelativePath(subPathExpr, `${field}.subPathExpr`)];
}

function propagationErrors({ mountPropagation }: VolumeMount, container: Container, field: string): FieldError[] {
  if (mountPropagation === undefined) return [];
  const modes = ["Bidirectional", "HostToContainer", "None"];
  const errors = modes.includes(mountPropagation) ? [] : [notSupported(field, mountPropagation, modes)];
  if (mountPropagation === "Bidirectional" && container.securityContext?.privileged !== true) {
    errors.push(forbidden(field, "Bidirectional mount propagation is available only to privileged containers"));
  }
  return errors;
}

function recursiveErrors(
  { recursiveReadOnly: mode, readOnly, mountPropagation }: VolumeMount,
  field: string,
): FieldError[] {
  if (mode === undefined || mode === "Disabled") return [];
  const modes = ["Disabled", "Enabled", "IfPossible"];
  if (!modes.includes(mode)) return [notSupported(field, mode, modes)];
  const errors = readOnly === true ? [] : [forbidden(field, "may only be specified when readOnly is true")];
  if (mountPropagation !== undefined && mountPropagation !== "None") {
    errors.push(forbidden(field, "may only be specified when mountPropagation is None or not specified"));
  }
  return errors;
}

export function validateVolumeDevices(container: Container, volumes: Volumes, field: string): FieldError[] {
  const names = new Set<string>();
  const paths = new Set<string>();
  const mounts = container.volumeMounts ?? [];
  return (container.volumeDevices ?? []).flatMap(({ name = "", devicePath = "" }, i) => {
    const path = `${field}[${i}]`;
    const errors = name === "" ? [required(`${path}.name`)] : [];
    if (names.has(name)) errors.push(invalid(`${path}.name`, name, "must be unique"));
    errors.push(...blockErrors(name, volumes, `${path}.name`));
    if (devicePath === "") errors.push(required(`${path}.devicePath`));
    if (paths.has(devicePath)) errors.push(invalid(`${path}.devicePath`, devicePath, "must be unique"));
    if (validateBacksteps(devicePath, path).length > 0) {
      errors.push(invalid(`${path}.devicePath`, devicePath, "can not contain backsteps ('..')"));
    } else paths.add(devicePath);
    if (mounts.some((mount) => mount.name === name)) {
      errors.push(invalid(`${path}.name`, name, "must not already exist in volumeMounts"));
    }
    if (mounts.some((mount) => mount.mountPath === devicePath)) {
      errors.push(invalid(`${path}.devicePath`, devicePath, "must not already exist as a path in volumeMounts"));
    }
    names.add(name);
    return errors;
  });
}

function blockErrors(name: string, volumes: Volumes, field: string): FieldError[] {
  const volume = volumes.get(name);
  if (volume === undefined) return [notFoundValue(field, name)];
  if (volume.persistentVolumeClaim !== undefined || volume.ephemeral !== undefined) return [];
  return [invalid(field, name, "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode")];
}

// The rules of each kind of volume that pods may use.

import { dns1123SubdomainErrors, qualifiedNameErrors } from "../../../../api/names.ts";
import type { Volume } from "../../../../api/types.ts";
import { validateClaimSpec } from "../claim-spec.ts";
import { forbidden, invalid, invalidEach, notSupported, required } from "../field-error.ts";
import type { FieldError } from "../kind.ts";
import { compare } from "../quantities.ts";
import { validateFieldRef, validateResourceFieldRef } from "./field-ref.ts";
import { validateBacksteps, validateLocalPath } from "./paths.ts";

type Source<K extends keyof Volume> = NonNullable<Volume[K]>;
type KeyToPath = NonNullable<Source<"configMap">["items"]>[number];
type DownwardFile = NonNullable<Source<"downwardAPI">["items"]>[number];
type Projection = NonNullable<Source<"projected">["sources"]>[number];

/** @param field of the source itself, as `spec.volumes[0].configMap`. */
export function validateVolumeSource(volume: Volume, field: string): FieldError[] {
  if (volume.emptyDir !== undefined) return emptyDirErrors(volume.emptyDir, field);
  if (volume.hostPath !== undefined) return hostPathErrors(volume.hostPath, field);
  if (volume.gitRepo !== undefined) return requireEach(field, { repository: volume.gitRepo.repository });
  if (volume.secret !== undefined) return keyedErrors("secretName", volume.secret.secretName, volume.secret, field);
  if (volume.nfs !== undefined) return nfsErrors(volume.nfs, field);
  if (volume.persistentVolumeClaim !== undefined) {
    return requireEach(field, { claimName: volume.persistentVolumeClaim.claimName });
  }
  if (volume.downwardAPI !== undefined) return downwardErrors(volume.downwardAPI, field);
  if (volume.configMap !== undefined) return keyedErrors("name", volume.configMap.name, volume.configMap, field);
  if (volume.projected !== undefined) return projectedErrors(volume.projected, field);
  if (volume.csi !== undefined) return csiErrors(volume.csi, field);
  if (volume.ephemeral !== undefined) return ephemeralErrors(volume.ephemeral, field);
  // Simplified: volumes of clouds and network file systems are not checked; no node of the tutor can mount them.
  return [];
}

function requireEach(field: string, values: Readonly<Record<string, string | undefined>>): FieldError[] {
  return Object.entries(values)
    .filter(([, value]) => (value ?? "") === "")
    .map(([name]) => required(`${field}.${name}`));
}

function emptyDirErrors({ sizeLimit }: Source<"emptyDir">, field: string): FieldError[] {
  if (sizeLimit === undefined || compare(sizeLimit, "0") >= 0) return [];
  return [forbidden(`${field}.sizeLimit`, "SizeLimit field must be a valid resource quantity")];
}

const HOST_PATH_TYPES = [
  ...["", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate"],
  ...["File", "FileOrCreate", "Socket"],
];

export function hostPathErrors({ path = "", type }: Source<"hostPath">, field: string): FieldError[] {
  if (path === "") return [required(`${field}.path`)];
  const errors = validateBacksteps(path, `${field}.path`);
  if (type !== undefined && !HOST_PATH_TYPES.includes(type)) {
    errors.push(notSupported(`${field}.type`, type, HOST_PATH_TYPES));
  }
  return errors;
}

export function nfsErrors({ server, path = "" }: Source<"nfs">, field: string): FieldError[] {
  const errors = requireEach(field, { server, path });
  if (!path.startsWith("/")) errors.push(invalid(`${field}.path`, path, "must be an absolute path"));
  return errors;
}

const MODE_TEXT = "must be a number between 0 and 0777 (octal), both inclusive";

function modeErrors(mode: number | undefined, field: string): FieldError[] {
  return mode !== undefined && (mode < 0 || mode > 0o777) ? [invalid(field, mode, MODE_TEXT)] : [];
}

type Keyed = { readonly defaultMode?: number; readonly items?: readonly KeyToPath[] };

function keyedErrors(nameField: string, name: string | undefined, source: Keyed, field: string): FieldError[] {
  return [
    ...requireEach(field, { [nameField]: name }),
    ...modeErrors(source.defaultMode, `${field}.defaultMode`),
    ...(source.items ?? []).flatMap((item, i) => itemErrors(item, `${field}.items[${i}]`)),
  ];
}

function itemErrors({ key, path = "", mode }: KeyToPath, field: string): FieldError[] {
  return [
    ...requireEach(field, { key, path }),
    ...validateLocalPath(path, `${field}.path`),
    ...modeErrors(mode, `${field}.mode`),
  ];
}

function downwardErrors({ defaultMode, items = [] }: Source<"downwardAPI">, field: string): FieldError[] {
  return [
    ...modeErrors(defaultMode, `${field}.defaultMode`),
    ...items.flatMap((file) => downwardFileErrors(file, field)),
  ];
}

const VOLUME_FIELDS = [
  "metadata.annotations",
  "metadata.labels",
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
];

function downwardFileErrors(
  { path = "", fieldRef, resourceFieldRef, mode }: DownwardFile,
  field: string,
): FieldError[] {
  const errors = [...requireEach(field, { path }), ...validateLocalPath(path, `${field}.path`)];
  if (fieldRef !== undefined) {
    errors.push(...validateFieldRef(fieldRef, VOLUME_FIELDS, `${field}.fieldRef`));
    if (resourceFieldRef !== undefined) {
      errors.push(invalid(field, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously"));
    }
  } else if (resourceFieldRef !== undefined) {
    errors.push(...validateResourceFieldRef(resourceFieldRef, `${field}.resourceFieldRef`, true));
  } else errors.push(required(field, "one of fieldRef and resourceFieldRef is required"));
  return [...errors, ...modeErrors(mode, `${field}.mode`)];
}

function projectedErrors({ defaultMode, sources = [] }: Source<"projected">, field: string): FieldError[] {
  const errors = modeErrors(defaultMode, `${field}.defaultMode`);
  const paths = new Set<string>();
  for (const [i, source] of (sources ?? []).entries()) {
    errors.push(...projectionErrors(source, `${field}.sources[${i}]`, field));
    errors.push(...pathConflicts(source, paths, field));
  }
  return errors;
}

function projectionErrors(source: Projection, field: string, volumeField: string): FieldError[] {
  const { secret, configMap, downwardAPI, serviceAccountToken } = source;
  const errors: FieldError[] = [];
  if (secret !== undefined) errors.push(...keyedErrors("name", secret.name, secret, `${field}.secret`));
  if (configMap !== undefined) errors.push(...keyedErrors("name", configMap.name, configMap, `${field}.configMap`));
  for (const file of downwardAPI?.items ?? []) errors.push(...downwardFileErrors(file, `${field}.downwardAPI`));
  if (serviceAccountToken !== undefined) errors.push(...tokenErrors(serviceAccountToken, field, volumeField));
  const count = Object.values(source).filter((each) => each !== undefined).length;
  if (count > 1) errors.push(forbidden(field, "may not specify more than 1 volume type per source"));
  return errors;
}

function tokenErrors(
  token: NonNullable<Projection["serviceAccountToken"]>,
  field: string,
  volumeField: string,
): FieldError[] {
  const { expirationSeconds: seconds = 0, path = "" } = token;
  const errors: FieldError[] = [];
  const secondsField = `${field}.serviceAccountToken.expirationSeconds`;
  if (seconds < 600) errors.push(invalid(secondsField, seconds, "may not specify a duration less than 10 minutes"));
  if (seconds > 2 ** 32) {
    errors.push(invalid(secondsField, seconds, "may not specify a duration larger than 2^32 seconds"));
  }
  if (path === "") errors.push(required(`${volumeField}.path`));
  else errors.push(...validateLocalPath(path, `${volumeField}.path`));
  return errors;
}

function pathConflicts({ secret, configMap, downwardAPI }: Projection, seen: Set<string>, field: string): FieldError[] {
  const named = [
    ...(secret?.items ?? []).map(({ path }) => ({ path, shown: secret?.name ?? "" })),
    ...(configMap?.items ?? []).map(({ path }) => ({ path, shown: configMap?.name ?? "" })),
    ...(downwardAPI?.items ?? []).map(({ path }) => ({ path, shown: path })),
  ];
  return named.flatMap(({ path, shown }) => {
    if ((path ?? "") === "") return [];
    if (seen.has(path)) return [invalid(field, shown, "conflicting duplicate paths")];
    seen.add(path);
    return [];
  });
}

function csiErrors({ driver = "", nodePublishSecretRef }: Source<"csi">, field: string): FieldError[] {
  const errors = requireEach(field, { driver });
  if (driver !== "" && dns1123SubdomainErrors(driver.toLowerCase()).length > 0) {
    errors.push(...invalidEach(`${field}.driver`, driver, dns1123SubdomainErrors(driver.toLowerCase())));
  }
  if (nodePublishSecretRef !== undefined) {
    errors.push(...requireEach(`${field}.nodePublishSecretRef`, { name: nodePublishSecretRef.name }));
  }
  return errors;
}

function ephemeralErrors({ volumeClaimTemplate: template }: Source<"ephemeral">, field: string): FieldError[] {
  if (template === undefined) return [required(`${field}.volumeClaimTemplate`)];
  const labels = Object.keys(template.metadata?.labels ?? {});
  return [
    ...labels.flatMap((key) =>
      invalidEach(`${field}.volumeClaimTemplate.metadata.labels`, key, qualifiedNameErrors(key)),
    ),
    ...validateClaimSpec(template.spec, `${field}.volumeClaimTemplate.spec`),
  ];
}

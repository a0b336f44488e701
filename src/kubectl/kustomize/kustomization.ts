// What a kustomization file may say.

export interface Kustomization {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: unknown;
  readonly resources?: readonly string[];
  readonly bases?: readonly string[];
  readonly components?: readonly string[];
  readonly namespace?: string;
  readonly namePrefix?: string;
  readonly nameSuffix?: string;
  readonly commonLabels?: Pairs;
  readonly labels?: readonly LabelRule[];
  readonly commonAnnotations?: Pairs;
  readonly images?: readonly ImageRule[];
  readonly imageTags?: readonly ImageRule[];
  readonly replicas?: readonly ReplicaRule[];
  readonly patches?: readonly Patch[];
  readonly patchesStrategicMerge?: readonly string[];
  readonly patchesJson6902?: readonly Patch[];
  readonly configMapGenerator?: readonly GeneratorArgs[];
  readonly secretGenerator?: readonly GeneratorArgs[];
  readonly generatorOptions?: GeneratorOptions;
  readonly replacements?: readonly Replacement[];
  readonly vars?: readonly Variable[];
  readonly sortOptions?: SortOptions;
  readonly buildMetadata?: readonly string[];
}

export type Pairs = Readonly<Record<string, string>>;

export interface FieldSpec {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  /** Parts between slashes; `[]` says that a part is a list. */
  readonly path?: string;
  readonly create?: boolean;
}

export interface LabelRule {
  readonly pairs?: Pairs;
  readonly includeSelectors?: boolean;
  readonly includeTemplates?: boolean;
  readonly fields?: readonly FieldSpec[];
}

export interface ImageRule {
  readonly name?: string;
  readonly newName?: string;
  readonly newTag?: string;
  readonly tagSuffix?: string;
  readonly digest?: string;
}

export interface ReplicaRule {
  readonly name?: string;
  readonly count?: number;
}

export interface Selector {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly annotationSelector?: string;
}

export interface Patch {
  readonly path?: string;
  readonly patch?: string;
  readonly target?: Selector;
  readonly options?: Readonly<Record<string, boolean>>;
}

export interface GeneratorArgs {
  readonly name?: string;
  readonly namespace?: string;
  readonly behavior?: string;
  readonly literals?: readonly string[];
  readonly files?: readonly string[];
  readonly envs?: readonly string[];
  readonly env?: string;
  readonly options?: GeneratorOptions;
  /** Of Secrets only. */
  readonly type?: string;
}

export interface GeneratorOptions {
  readonly labels?: Pairs;
  readonly annotations?: Pairs;
  readonly disableNameSuffixHash?: boolean;
  readonly immutable?: boolean;
}

export interface Replacement {
  readonly path?: string;
  readonly source?: ReplacementSource;
  readonly targets?: readonly ReplacementTarget[];
}

export interface ReplacementSource extends Selector {
  readonly fieldPath?: string;
  readonly options?: FieldOptions;
}

export interface ReplacementTarget {
  readonly select?: Selector;
  readonly reject?: readonly Selector[];
  readonly fieldPaths?: readonly string[];
  readonly options?: FieldOptions;
}

export interface FieldOptions {
  readonly delimiter?: string;
  readonly index?: number;
  readonly create?: boolean;
  readonly encoding?: string;
}

export interface Variable {
  readonly name?: string;
  readonly objref?: VariableTarget;
  readonly fieldref?: { readonly fieldPath?: string };
}

export interface VariableTarget {
  readonly apiVersion?: string;
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
}

export interface SortOptions {
  readonly order?: string;
  readonly legacySortOptions?: { readonly orderFirst?: readonly string[]; readonly orderLast?: readonly string[] };
}

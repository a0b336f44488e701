// Whether plain text is wanted: no colours, no boxes, no redrawing; and whether tables are read row by row.

export function isPlain(options: { readonly plain?: boolean }, env: NodeJS.ProcessEnv = process.env): boolean {
  return options.plain === true || isSet(env.K8S_TUTOR_PLAIN) || env.TERM === "dumb";
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "" && value !== "0";
}

/** `K8S_TUTOR_TABLES=records`: each row of a table by itself, its values behind the names of their columns. The prompt's `tables` changes it. */
export function wantsRecords({ K8S_TUTOR_TABLES }: NodeJS.ProcessEnv = process.env): boolean {
  return K8S_TUTOR_TABLES === "records";
}

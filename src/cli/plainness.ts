// Whether plain text is wanted: no colours, no boxes, no redrawing.

export function isPlain(options: { readonly plain?: boolean }, env: NodeJS.ProcessEnv = process.env): boolean {
  return options.plain === true || isSet(env.K8S_TUTOR_PLAIN) || env.TERM === "dumb";
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "" && value !== "0";
}

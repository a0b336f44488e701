// In which styles a string may be written so that a YAML reader gets the same string back.

export interface ScalarAnalysis {
  readonly blockPlain: boolean;
  readonly singleQuoted: boolean;
  readonly block: boolean;
}

const FIRST_INDICATORS = "#,[]{}&*!|>'\"%@`";

export function analyseScalar(text: string): ScalarAnalysis {
  if (text === "") return { blockPlain: true, singleQuoted: true, block: false };
  const edge = /^[ \n]|[ \n]$/.test(text);
  const breakThenSpace = /\n /.test(text);
  const unwritable = / \n/.test(text) || hasSpecialCharacters(text);
  return {
    blockPlain: !edge && !breakThenSpace && !unwritable && !text.includes("\n") && !hasIndicators(text),
    singleQuoted: !breakThenSpace && !unwritable,
    block: !text.endsWith(" ") && !unwritable,
  };
}

function hasIndicators(text: string): boolean {
  if (text.startsWith("---") || text.startsWith("...")) return true;
  if (FIRST_INDICATORS.includes(text.charAt(0))) return true;
  if (/^[?:-](\s|$)/.test(text)) return true;
  return /:(\s|$)/.test(text) || /\s#/.test(text);
}

function hasSpecialCharacters(text: string): boolean {
  return /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ufeff\ufffe\uffff\ud800-\udfff]/.test(text);
}

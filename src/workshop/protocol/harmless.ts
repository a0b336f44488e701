// Takes from text of other people's machines what would command a terminal, or turn the direction of text round. The page has it, too.

/** C0 and C1 controls, and the marks that turn the direction of text round. Line ends and tabs are text. */
const COMMANDS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

export function harmless(text: string): string {
  return text.replace(COMMANDS, "");
}

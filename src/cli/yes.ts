// What counts as yes where the tutor asks for a letter: in every language that it speaks, whichever the learner has chosen.

export function saysYes(answer: string): boolean {
  return /^(y|yes|j|ja)$/i.test(answer.trim());
}

const NOT_ALLOWED = /[[\]<>#:|!?/'"*\\]/g;
const STAND_IN = 'Proctored Exam';

/** The name is all in another script: the digits and marks that would remain of it mean nothing. */
function isWithoutLatinLetters(name: string): boolean {
  const letters = name.match(/\p{L}/gu) ?? [];
  return /\P{ASCII}/u.test(name) && !/[A-Za-z]/.test(letters.join('').normalize('NFKD'));
}

/** The exam's name in the alphabet that SoftwareSecure accepts (vendors §4.3). */
export function cleanExamName(name: string): string {
  if (isWithoutLatinLetters(name)) return STAND_IN;
  const ascii = name.normalize('NFKD').replaceAll(/\P{ASCII}/gu, '');
  return ascii.replaceAll(NOT_ALLOWED, '_') || STAND_IN;
}

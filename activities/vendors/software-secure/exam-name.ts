const NOT_ALLOWED = /[[\]<>#:|!?/'"*\\]/g;

/** The exam's name in the alphabet that SoftwareSecure accepts (vendors §4.3). */
export function cleanExamName(name: string): string {
  const ascii = name.normalize('NFKD').replaceAll(/\P{ASCII}/gu, '');
  return ascii.replaceAll(NOT_ALLOWED, '_') || 'Proctored Exam';
}

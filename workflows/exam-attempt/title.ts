import type { ExamFacts } from '../../rules/exam.ts';
import type { CreationRequest } from './messages.ts';
import { toSearchAttributes } from './search-attributes.ts';

/** What an attempt is about, in the words of its course; never who takes it. */
export interface AttemptTitle {
  /** Name of the exam. */
  name: string;
  exam: Pick<ExamFacts, 'courseId' | 'id' | 'type' | 'backend'>;
}

/** Temporal takes 200 bytes of a summary. */
const LONGEST_SUMMARY_BYTES = 200;

const bytesOf = (text: string) => new TextEncoder().encode(text).length;

/** As much of a text as fits, character by character. */
function cut(text: string, bytes: number): string {
  let kept = '';
  for (const character of text) {
    if (bytesOf(kept + character) > bytes) return `${kept}…`;
    kept += character;
  }
  return kept;
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

/** The status that the attempt will have, unless something intervenes; then the workflow corrects it. */
function expectedStatus({ decline, startClock, takingAsProctored }: CreationRequest): string {
  if (decline) return 'declined';
  return startClock && !takingAsProctored ? 'started' : 'created';
}

/** How the list and the page of workflows in the Temporal UI name an attempt: exam and course by name, the learner by id. */
export function describeStart({ name, exam }: AttemptTitle, request: CreationRequest) {
  const { userId } = request;
  const title = oneLine(name);
  const rest = ` · ${exam.type} · learner ${userId}`;
  const room = LONGEST_SUMMARY_BYTES - bytesOf(rest) - bytesOf('…');
  return {
    staticSummary: cut(title, room) + rest,
    staticDetails: [
      `- exam: ${title}`,
      `- course: ${exam.courseId}`,
      `- kind: ${exam.type}`,
      `- learner: ${userId}`,
    ].join('\n'),
    typedSearchAttributes: toSearchAttributes({ exam, userId, status: expectedStatus(request) }),
  };
}

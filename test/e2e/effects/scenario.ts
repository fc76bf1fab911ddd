import { addExam, addPerson, type ExamFields } from '../../support/service.ts';
import type { CreationRequest } from '../../../workflows/exam-attempt/messages.ts';
import type { EventName, EventPayloads } from '../../../rules/attempt/events.ts';
import type { CaughtMail, CloudEvent } from './outside.ts';
import type { EffectsStand } from './stand.ts';

/** The kinds of exam: `onboarding` and `proctored` are the REST vendor's, `practice` another's. */
export const EXAMS = {
  timed: { proctored: false, practice: false, backend: null },
  proctored: { proctored: true, practice: false, backend: 'watched' },
  practice: { proctored: true, practice: true, backend: 'plain' },
  onboarding: { proctored: true, practice: true, backend: 'watched' },
} as const satisfies Record<string, ExamFields>;

export type ExamKind = keyof typeof EXAMS;

export interface Learner {
  id: number;
  username: string;
  email: string;
}

export interface Exam {
  id: number;
  kind: ExamKind;
  course: string;
  contentId: string;
}

/** One attempt of a learner on an exam. */
export interface Attempt {
  code: string;
  id: number;
  learner: Learner;
  exam: Exam;
}

/** An event as it is told to an attempt. */
export type Move = { [N in EventName]: [event: N, payload?: EventPayloads[N]] }[EventName];

type Stand = Pick<EffectsStand, 'pool' | 'attempts'>;

export async function addLearner(stand: Stand): Promise<Learner> {
  const username = `learner-${crypto.randomUUID()}`;
  return { id: await addPerson(stand, username), username, email: `${username}@example.com` };
}

/** An exam in a course of its own, unless one is named. */
export async function addExamOf(stand: Stand, kind: ExamKind, fields: ExamFields = {}): Promise<Exam> {
  const { courseId = `course-v1:Test+${crypto.randomUUID()}+2030` } = fields;
  const contentId = `block-v1:Test+${crypto.randomUUID()}`;
  return {
    id: await addExam(stand, { ...EXAMS[kind], ...fields, contentId, courseId }),
    kind,
    course: courseId,
    contentId,
  };
}

/** Begins an attempt, taken as proctored wherever the exam is. */
export async function begin(
  stand: Stand,
  exam: Exam,
  learner: Learner,
  request: Partial<CreationRequest> = {},
): Promise<Attempt> {
  const code = crypto.randomUUID().toUpperCase();
  const { attemptId } = await stand.attempts.create(code, {
    examId: exam.id,
    userId: learner.id,
    takingAsProctored: exam.kind !== 'timed',
    startClock: false,
    decline: false,
    actor: { kind: 'learner', userId: learner.id },
    ...request,
  });
  return { code, id: attemptId, learner, exam };
}

/** Tells the attempt of the moves in their order. */
export async function tell({ attempts }: Stand, { code }: Attempt, ...moves: Move[]): Promise<void> {
  for (const [event, payload = {}] of moves) await attempts.tell(code, event, payload);
}

/** What reached the outside since it was last looked at. */
export interface Told {
  events: Pick<CloudEvent, 'id' | 'type' | 'subject' | 'data'>[];
  mails: Pick<CaughtMail, 'subject' | 'messageId'>[];
  /** `METHOD path body`, without requests for tokens. */
  vendor: string[];
}

/** Follows what is told about an attempt; each call answers what is new once all effects have ended. */
export function follow(
  { outside, settled }: Pick<EffectsStand, 'outside' | 'settled'>,
  code: string,
  { email }: Learner,
): () => Promise<Told> {
  let [events, mails] = [0, 0];
  return async () => {
    await settled(code);
    const allEvents = (await outside.lms.about(code)).map(({ event }) => event);
    const allMails = await outside.mail.to(email);
    const told = {
      events: allEvents.slice(events).map(({ id, type, subject, data }) => ({ id, type, subject, data })),
      mails: allMails.slice(mails).map(({ subject, messageId }) => ({ subject, messageId })),
      vendor: outside.vendor
        .take()
        .filter(({ path }) => !path.startsWith('/oauth2/'))
        .map(({ method, path, body }) => `${method} ${path} ${body}`.trimEnd()),
    };
    [events, mails] = [allEvents.length, allMails.length];
    return told;
  };
}

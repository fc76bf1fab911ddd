import { addressOf, call, path } from './client.ts';
import type { Answers, Note, SavedView } from './shapes.ts';

/** The exam that a page is about. */
export interface Place {
  course: string;
  exam: number;
}

/** What an allowance grants, why, and until which day. */
export interface AllowanceTerms {
  value: string;
  reason: string | null;
  expires_on: string | null;
}

/** For whom, and on which exams; null: all of the course. */
export interface AllowanceWish {
  learners: string[];
  exams: number[] | null;
  kind: string;
  value: string;
  reason?: string;
  expires_on?: string;
}

type Query = Record<string, string | number | boolean | null | undefined>;
const exam = ({ course, exam: id }: Place) => path`/courses/${course}/exams/${id}`;

export const readSession = () => call<Answers['SessionOffer']>('GET', '/session');
export const renewSession = () => call<Answers['SessionStarted']>('POST', '/session/renew');
/** Where a browser begins to sign in by the provider, and from where it comes back to this page. */
export const providerAddress = (start: string) =>
  `${start}?return_to=${encodeURIComponent(location.pathname + location.search.replace(/[?&]sign_in=\w+/, ''))}`;
export const endSession = () => call<unknown>('POST', '/session/end');
export const continueAs = (username: string) => call<unknown>('POST', '/session/start', { body: { person: username } });
export const readViews = (signal: AbortSignal) => call<Answers['SavedViews']>('GET', '/me/views', { signal });
/** Replaces all views that the person has saved. */
export const saveViews = (views: readonly SavedView[]) =>
  call<Answers['SavedViews']>('PUT', '/me/views', { body: { views } });
const courseViews = (course: string) => path`/courses/${course}/views`;
export const readCourseViews = (course: string, signal: AbortSignal) =>
  call<Answers['CourseViews']>('GET', courseViews(course), { signal });
export const shareView = (course: string, view: SavedView) =>
  call<Answers['CourseView']>('PUT', courseViews(course), { body: view });
export const removeCourseView = (course: string, id: number) => call<unknown>('DELETE', `${courseViews(course)}/${id}`);
export const readMe = () => call<Answers['Me']>('GET', '/me');

export const readToday = (from: number, to: number, signal: AbortSignal) =>
  call<Answers['Today']>('GET', '/board', { query: { from, to }, signal });
/** `onFirst` gets a whole board as soon as its first rows are there, and not yet the others. */
export const readBoard = (
  place: Place,
  { since, onFirst }: { since: number | null; onFirst: (board: Answers['ExamBoard']) => Promise<void> },
  signal: AbortSignal,
) =>
  call<Answers['ExamBoard']>('GET', `${exam(place)}/board`, {
    query: { since },
    signal,
    onFirstLine: (line) => onFirst(JSON.parse(`${line}]}`) as Answers['ExamBoard']),
  });
export const eventsPath = (place: Place) => `${exam(place)}/board/events`;

export const readBulk = (id: string, query: Query, signal: AbortSignal) =>
  call<Answers['BulkAct']>('GET', path`/bulk/${id}`, { query, signal });
export const askOfBulk = (id: string, what: 'retry' | 'undo') =>
  call<Answers['BulkAsked']>('POST', path`/bulk/${id}/${what}`);

export const readTimeline = (id: number, signal: AbortSignal) =>
  call<Answers['StaffTimeline']>('GET', path`/attempts/${id}/timeline`, { signal });
export const readAttemptReviews = (id: number, signal: AbortSignal) =>
  call<Answers['AttemptReviews']>('GET', path`/attempts/${id}/reviews`, { signal });
export const openRecording = (id: number) =>
  call<Answers['Recording']>('POST', path`/attempts/${id}/reviews/recording`);
export const readNotes = (id: number, signal: AbortSignal) =>
  call<Answers['StaffNotes']>('GET', path`/attempts/${id}/notes`, { signal });
/** Replaces the text of a note. */
export const changeNote = ({ id, attempt_id, kind, category, flag }: Note, text: string) =>
  call<Note>('PUT', path`/attempts/${attempt_id}/notes/${id}`, {
    body: { text, kind, category, ...(flag !== null && { flag }) },
  });
export const findAttempts = (course: string, query: Query, signal: AbortSignal) =>
  call<Answers['AttemptPage']>('GET', path`/courses/${course}/attempts`, { query, signal });

export const readReviewQueue = (course: string, query: Query, signal: AbortSignal) =>
  call<Answers['ReviewQueue']>('GET', path`/courses/${course}/reviews`, { query, signal });
export const readOnboarding = (course: string, query: Query, signal?: AbortSignal) =>
  call<Answers['OnboardingOverview']>('GET', path`/courses/${course}/onboarding`, { query, ...(signal && { signal }) });
const allowances = (course: string) => path`/courses/${course}/allowances`;
export const readAllowances = (course: string, query: Query, signal: AbortSignal) =>
  call<Answers['AllowancePage']>('GET', allowances(course), { query, signal });
export const grantAllowances = (course: string, body: AllowanceWish, idempotencyKey: string) =>
  call<Answers['AllowancePlan']>('POST', allowances(course), { body, idempotencyKey });
/** What is wrong with these names of learners; grants nothing. On one exam of the course, which does not matter. */
export const checkLearners = (course: string, learners: string[], exam: number, signal: AbortSignal) =>
  call<Answers['AllowancePlan']>('POST', allowances(course), {
    body: { learners, exams: [exam], kind: 'minutes', value: '0', dry_run: true },
    signal,
  });
export const changeAllowance = (course: string, id: number, body: Partial<AllowanceTerms>) =>
  call<Answers['CourseAllowance']>('PATCH', `${allowances(course)}/${id}`, { body });
export const removeAllowance = (course: string, id: number, reason: string) =>
  call<unknown>('DELETE', `${allowances(course)}/${id}`, { body: reason === '' ? {} : { reason } });
export const importAllowances = (course: string, csv: string, query: Query, idempotencyKey: string) =>
  call<Answers['AllowancePlan']>('POST', `${allowances(course)}/import`, {
    body: csv,
    query,
    idempotencyKey,
    headers: { 'content-type': 'text/csv' },
  });
export const allowancesFile = (course: string) => addressOf(`${allowances(course)}/export`);
export const readEffects = (query: Query, signal: AbortSignal) =>
  call<Answers['EffectPage']>('GET', '/effects', { query, signal });
export const readActs = (query: Query, signal: AbortSignal) =>
  call<Answers['ActPage']>('GET', '/acts', { query, signal });
export const readExamSettings = (place: Place, signal: AbortSignal) =>
  call<Answers['ExamConfiguration']>('GET', `${exam(place)}/settings`, { signal });
export const readBackends = (course: string | null, signal: AbortSignal) =>
  call<Answers['Backends']>('GET', '/backends', { query: { course }, signal });

export const retryEffect = (attempt: number, key: string, reason: string | null) =>
  call<unknown>('POST', path`/attempts/${attempt}/effects/${key}/retry`, { body: { ...(reason && { reason }) } });

/** What the LMS was told: these, or all of a time; of one course, if it is named. */
export type RedeliveryChoice = { course?: string; reason?: string; dry_run?: boolean } & (
  | { keys: string[] }
  | { filter: { from: string } }
);
export const redeliverEffects = (body: RedeliveryChoice, idempotencyKey?: string) =>
  call<Answers['RetryAnswer']>('POST', '/effects/redeliver', { body, ...(idempotencyKey && { idempotencyKey }) });

/** Refused effects: these, or all of one target and cause; of one course, if it is named. */
export type RetryChoice = { course?: string; reason?: string; dry_run?: boolean } & (
  | { keys: string[] }
  | { filter: { target: string; last_error: string } }
);
export const retryEffects = (body: RetryChoice, idempotencyKey?: string) =>
  call<Answers['RetryAnswer']>('POST', '/effects/retry', { body, ...(idempotencyKey && { idempotencyKey }) });

import { defineSearchAttributeKey, type SearchAttributePair } from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { endOf } from '../../rules/attempt/clock.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';

const COURSE = defineSearchAttributeKey('ProctoringCourse', 'KEYWORD');
const EXAM = defineSearchAttributeKey('ProctoringExamId', 'INT');
const LEARNER = defineSearchAttributeKey('ProctoringLearnerId', 'INT');
const STATUS = defineSearchAttributeKey('ProctoringStatus', 'KEYWORD');
const EXAM_TYPE = defineSearchAttributeKey('ProctoringExamType', 'KEYWORD');
const BACKEND = defineSearchAttributeKey('ProctoringBackend', 'KEYWORD');

/** Attributes by which attempts can be found in the Temporal UI; a server must know them before the first attempt. */
export const SEARCH_ATTRIBUTES = [COURSE, EXAM, LEARNER, STATUS, EXAM_TYPE, BACKEND] as const;

const statusOf = (state: AttemptState) => (state.deletedAt === null ? state.status : 'deleted');

/** Search attributes of an attempt whose workflow run begins. */
export function describeFully(state: AttemptState): void {
  const { exam } = state;
  const pairs: SearchAttributePair[] = [
    { key: COURSE, value: exam.courseId },
    { key: EXAM, value: exam.id },
    { key: LEARNER, value: state.userId },
    { key: STATUS, value: statusOf(state) },
    { key: EXAM_TYPE, value: exam.type },
    { key: BACKEND, value: exam.backend ?? 'none' },
  ];
  upsertSearchAttributes(pairs);
  setCurrentDetails(detailsOf(state));
}

/** The new status, for searches and for the page of the workflow. */
export function describeStatus(state: AttemptState): void {
  upsertSearchAttributes([{ key: STATUS, value: statusOf(state) }]);
  setCurrentDetails(detailsOf(state));
}

const instant = (at: number | null) => (at === null ? '–' : new Date(at).toISOString());

/** A few lines of Markdown that an operator understands without reading payloads. */
function detailsOf(state: AttemptState): string {
  return [
    `**${statusOf(state)}** since ${instant(state.modifiedAt)}`,
    '',
    `- attempt ${state.attemptId}, exam ${state.exam.id} (${state.exam.type}), learner ${state.userId}`,
    `- started ${instant(state.startedAt)}, ends ${instant(endOf(state))}, handed in ${instant(state.completedAt)}`,
    `- vendor ${state.exam.backend ?? 'none'}${state.externalId === null ? '' : `, its id ${state.externalId}`}`,
    ...(state.readyToResume ? [`- ready to resume${state.resumed ? ', resumed' : ''}`] : []),
  ].join('\n');
}

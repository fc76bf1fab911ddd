import type { SearchAttributePair } from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { endOf, isPaused, readClock } from '../../rules/attempt/clock.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import { STATUS, toSearchAttributes } from './search-attributes.ts';

const statusOf = (state: AttemptState) => (state.deletedAt === null ? state.status : 'deleted');

const isSet = ({ key, value }: SearchAttributePair) => workflowInfo().typedSearchAttributes.get(key) === value;

/** Shows an attempt whose workflow run begins. With `onlyMissing`, search attributes that it was started with stay as they are. */
export function describeFully(state: AttemptState, { onlyMissing }: { onlyMissing: boolean }): void {
  const wanted = toSearchAttributes({ ...state, status: statusOf(state) });
  const missing = onlyMissing ? wanted.filter((pair) => !isSet(pair)) : wanted;
  if (missing.length > 0) upsertSearchAttributes(missing);
  setCurrentDetails(detailsOf(state));
}

/** A change, for the page of the workflow; a new status for searches too. */
export function describeChange(before: AttemptState, after: AttemptState, cause: string): void {
  if (statusOf(after) !== statusOf(before)) upsertSearchAttributes([{ key: STATUS, value: statusOf(after) }]);
  setCurrentDetails(detailsOf(after, cause));
}

const instant = (at: number | null) => (at === null ? '–' : new Date(at).toISOString());

/** A few lines of Markdown that an operator understands without reading payloads. */
function detailsOf(state: AttemptState, cause?: string): string {
  const left = readClock(state, state.modifiedAt);
  return [
    `**${statusOf(state)}** since ${instant(state.modifiedAt)}${cause === undefined ? '' : ` by ${cause}`}`,
    '',
    `- attempt ${state.attemptId}, exam ${state.exam.id} (${state.exam.type}), learner ${state.userId}`,
    `- started ${instant(state.startedAt)}, ends ${instant(endOf(state))}, handed in ${instant(state.completedAt)}`,
    ...(left === null ? [] : [`- ${Math.floor(left)} seconds were left then`]),
    ...(isPaused(state) ? [`- paused since ${instant(state.pausedAt)}`] : []),
    `- vendor ${state.exam.backend ?? 'none'}${state.externalId === null ? '' : `, its id ${state.externalId}`}`,
    ...(state.readyToResume ? [`- ready to resume${state.resumed ? ', resumed' : ''}`] : []),
  ].join('\n');
}

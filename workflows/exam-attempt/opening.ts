import { patched } from '@temporalio/workflow';
import { comesTooLate, createAttempt } from './creation.ts';
import type { CreationRequest, ExamAttemptInput } from './messages.ts';
import type { RecordedAttempt } from './recorded-attempt.ts';
import type { Refusal } from '../../rules/attempt/refusals.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import { isPreStart } from '../../rules/attempt/statuses.ts';
import { refusalOrRethrow } from '../refusals.ts';
import { callStore } from './store.ts';

export interface Opened {
  /** Why there is no attempt, or which part of the request was refused. */
  refusal: Refusal | null;
  /** When the vendor of a new attempt, if it never calls back, counts as ready. */
  readyInSeconds: number | null;
}

/** Finds or creates the attempt. */
export async function openAttempt(attempt: RecordedAttempt, input: ExamAttemptInput): Promise<Opened> {
  if (input.kind === 'continue') {
    attempt.adopt(input.state, input.pending);
    return { refusal: null, readyInSeconds: null };
  }
  if (input.kind === 'restore') {
    const found = await callStore('loadAttempt', { attemptCode: input.attemptCode });
    if (!found) return { refusal: 'attempt_not_found', readyInSeconds: null };
    attempt.adopt(found.state, found.pending);
    return { refusal: null, readyInSeconds: null };
  }
  const { attemptCode, request } = input;
  const made = await createAttempt(attemptCode, request);
  if ('refusal' in made) return { ...made, readyInSeconds: null };
  const refusal = await firstChanges(attempt, made.state, request);
  return { refusal, readyInSeconds: attempt.state && made.readyInSeconds };
}

/** Records the new attempt and what was requested along with it; returns what was refused of that. */
async function firstChanges(
  attempt: RecordedAttempt,
  made: AttemptState,
  request: CreationRequest,
): Promise<Refusal | null> {
  attempt.state = made;
  const { actor, decline, cascaded, startClock, wantedUntil, requestId } = request;
  const cause = { actor, ...(requestId !== undefined && { requestId }) };
  const wanted = wantedUntil === undefined ? {} : { wantedUntil };
  try {
    await attempt.apply({ name: 'created', payload: { ...cause, ...wanted } }, made.createdAt, { giveUp: !decline });
  } catch (error) {
    attempt.state = null;
    const refusal = refusalOrRethrow(error);
    // A creation that nobody waits for must not keep the place; a row that was recorded after all stays.
    if (patched('refused-creation-gives-its-place-back')) {
      await callStore('dropReservation', { attemptCode: made.attemptCode });
    }
    return refusal;
  }
  if (attempt.state?.deletedAt !== null) return 'attempt_already_exists';
  try {
    if (decline) {
      await attempt.apply({ name: 'decline', payload: { ...cause, cascaded } }, Date.now());
    } else if (startClock && isPreStart(attempt.state.status)) {
      if (comesTooLate(request)) return 'service_unavailable';
      await attempt.apply({ name: 'start', payload: { ...cause, ...wanted } }, Date.now());
    }
    return null;
  } catch (error) {
    const refusal = refusalOrRethrow(error);
    // The learner has the attempt and can start it once the vendor has confirmed the setup.
    return refusal === 'set_up_not_confirmed' ? null : refusal;
  }
}

import { patched, sleep } from '@temporalio/workflow';
import type { Place, RegistrationAnswer, UnusedRegistration } from './activities.ts';
import { dropPlace, orGiveBack, type GiveBack } from './giving-back.ts';
import type { CreationRequest } from './messages.ts';
import { planAttempt, refuseIfTooLate, storeOptions, type Planning } from './planning.ts';
import type { RecordedAttempt } from './recorded-attempt.ts';
import { isCarriedThrough, type PlannedAttempt } from './earlier-attempts.ts';
import { isToldFirst, registerAttempt, registerWithPlace } from './registration.ts';
import { beginAttempt } from '../../rules/attempt/new-attempt.ts';
import type { Refusal } from '../../rules/attempt/refusals.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import { isPreStart } from '../../rules/attempt/statuses.ts';
import { acceptOrThrow, refusalOrRethrow, refuse } from '../refusals.ts';
import type { Store } from './store.ts';

export interface Creation {
  /** Why there is no attempt, or which part of the request was refused. */
  refusal: Refusal | null;
  /** When the vendor of a new attempt, if it never calls back, counts as ready; null: it reports that itself. */
  readyInSeconds: number | null;
  /** What is left at the vendor of a creation that came to nothing; null: nothing. */
  unused: UnusedRegistration | null;
}

/**
 * How an attempt comes to be (attempt-lifecycle §3.3): the rules decide, the learner's place is taken, the vendor and the
 * earlier attempts are told, the attempt is recorded, and then started or declined if that was requested along with it.
 * A refusal before the last step leaves no attempt behind.
 */
export async function createAttempt(
  attempt: RecordedAttempt,
  attemptCode: string,
  request: CreationRequest,
): Promise<Creation> {
  let registration: RegistrationAnswer = { externalId: null };
  let unused: UnusedRegistration | null = null;
  const giveBack: GiveBack = async (of) => {
    unused = await dropPlace(attempt.store, of);
  };
  try {
    const { planned, ...basis } = await planAttempt(attempt.store, attemptCode, request);
    const { settings, clock, holds } = basis;
    if (settings) attempt.facts.learn({ settings, clock, ...(holds !== undefined && { holds }) });
    if (!(await recordAtOnce(attempt, planned, basis))) {
      const begun = await takeAndRegister(planned, attempt, giveBack);
      registration = begun.registration;
      const state = beginAttempt({ ...planned, ...request, ...begun }, planned.at);
      await recordCreation(attempt, state, { request, giveBack });
    }
  } catch (error) {
    return { refusal: refusalOrRethrow(error), readyInSeconds: null, unused };
  }
  const refusal = await startOrDecline(attempt, request);
  const readyInSeconds = 'onboarding' in registration ? null : (registration.readyInSeconds ?? null);
  return { refusal, readyInSeconds, unused };
}

/**
 * Makes an attempt that nobody has to be told of before, in one step and with the start of its clock if that was
 * requested along with it. False if it takes more: then nothing has been done.
 */
async function recordAtOnce(
  attempt: RecordedAttempt,
  { latest: _, ...reservation }: PlannedAttempt,
  { attemptId, settings, clock, holds }: Omit<Planning, 'planned'>,
): Promise<boolean> {
  const { request, at } = reservation;
  if (attemptId === undefined || settings === undefined || isToldFirst(reservation)) return false;
  const begun = beginAttempt({ ...reservation, ...request, attemptId, registration: { externalId: null } }, at);
  const payload = { ...causeOf(request), ...whileWanted(request) };
  const starts = request.startClock && !request.decline;
  const start = { name: 'start', payload: { ...payload, ...besideOthers(request) } } as const;
  return await attempt.begin(begun, {
    events: [{ name: 'created', payload }, ...(starts ? [start] : [])],
    facts: { settings, clock, ...(holds !== undefined && { holds }) },
    reservation,
    ...storeOptions(request),
  });
}

/** Together as long as a vendor may take, and shorter than the API waits for the answer. */
const PLACE_TRIES = 16;
const PLACE_PAUSE_MS = 1_000;

/**
 * Takes the learner's place. If another request is creating an attempt there, waits for its
 * result: it may be abandoned, and nobody must be sent to an attempt that never existed.
 */
async function takePlace(store: Store, { latest: _, ...reservation }: PlannedAttempt): Promise<Place> {
  const options = storeOptions(reservation.request);
  for (let tries = 1; ; tries += 1) {
    const place = acceptOrThrow(await store.call('reserveAttempt', { ...reservation, at: Date.now() }, options));
    if ('attemptId' in place) return place;
    if (tries === PLACE_TRIES) throw refuse('service_unavailable');
    await sleep(PLACE_PAUSE_MS, { summary: 'another request makes an attempt' });
  }
}

/** Takes the place and tells whoever must be told before the attempt may exist: in one step, where that is possible. */
async function takeAndRegister(
  planned: PlannedAttempt,
  { store, triesAtOnce, registersAtOnce }: RecordedAttempt,
  giveBack: GiveBack,
): Promise<{ attemptId: number; registration: RegistrationAnswer }> {
  const begun = registersAtOnce
    ? await orGiveBack(planned, giveBack, () => registerWithPlace(store.turns, planned))
    : null;
  if (begun) return begun;
  const { attemptId, isTakenBefore: mayHaveBegun = false, registeredAs } = await takePlace(store, planned);
  const options = {
    turns: store.turns,
    triesAtOnce,
    mayHaveBegun,
    ...(registeredAs !== undefined && { registeredAs }),
  };
  return { attemptId, registration: await orGiveBack(planned, giveBack, () => registerAttempt(planned, options)) };
}

const causeOf = ({ actor, requestId }: CreationRequest) => ({ actor, ...(requestId !== undefined && { requestId }) });

/** The request is valid only while its caller waits. */
const whileWanted = ({ wantedUntil }: CreationRequest) => (wantedUntil === undefined ? {} : { wantedUntil });

/** Whether the clock may run beside another one. */
const besideOthers = ({ isOneAtATime }: CreationRequest) => (isOneAtATime ? { isOneAtATime } : {});

async function recordCreation(
  attempt: RecordedAttempt,
  state: AttemptState,
  { request, giveBack }: { request: CreationRequest; giveBack: GiveBack },
): Promise<void> {
  attempt.state = state;
  const isOwed = isCarriedThrough(request);
  const payload = { ...causeOf(request), ...(!isOwed && whileWanted(request)) };
  const options = isOwed ? { giveUp: false } : storeOptions(request);
  try {
    await attempt.apply({ name: 'created', payload }, state.createdAt, options);
  } catch (error) {
    attempt.state = null;
    refusalOrRethrow(error);
    // A creation that nobody waits for must not keep the place; a row that was recorded after all stays.
    if (patched('refused-creation-gives-its-place-back')) {
      await giveBack({ attemptCode: state.attemptCode, externalId: state.externalId });
    }
    throw error;
  }
}

/** The learner has the attempt and can start it once the vendor has confirmed the setup. */
const canStartLater = (refusal: Refusal) => refusal === 'set_up_not_confirmed';

/** Does what was requested along with the creation; returns why it was refused. */
async function startOrDecline(attempt: RecordedAttempt, request: CreationRequest): Promise<Refusal | null> {
  const { deletedAt, status } = attempt.requireState();
  if (deletedAt !== null) return 'attempt_already_exists';
  const cause = causeOf(request);
  try {
    if (request.decline) {
      await attempt.apply({ name: 'decline', payload: { ...cause, cascaded: request.cascaded } }, Date.now());
    } else if (request.startClock && isPreStart(status)) {
      refuseIfTooLate(request);
      const payload = { ...cause, ...whileWanted(request), ...besideOthers(request) };
      await attempt.apply({ name: 'start', payload }, Date.now());
    }
    return null;
  } catch (error) {
    const refusal = refusalOrRethrow(error);
    return canStartLater(refusal) ? null : refusal;
  }
}

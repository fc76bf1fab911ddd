import { createHash } from 'node:crypto';
import { entryIdOf } from '../../../lms/event-bus/delivery.ts';
import type { AttemptRead, EffectRead, Evidence, StepRead, WishRecord } from '../../chaos/check/evidence.ts';

const T0 = Date.parse('2030-06-01T12:00:00Z');
export const at = (seconds: number) => T0 + seconds * 1_000;
export const CODE = '6E1F5A52-0B7D-4C8B-9B0E-1C2D3E4F5A6B';
const LEARNER = 70_001;
const ATTEMPT = 7;

export const keyOf = (version: number, name: string) => `${CODE}/${version}/${name}`;
export const messageIdOf = (key: string) => `<${createHash('sha256').update(key).digest('hex')}@localhost>`;

/** A wish that was sent once and accepted within half a second. */
export function wish(
  id: string,
  seconds: number,
  what: WishRecord['wish'],
  more: Partial<WishRecord> = {},
): WishRecord {
  return {
    id,
    wish: what,
    exam: 'proctored-minute',
    userId: LEARNER,
    attemptId: ATTEMPT,
    madeId: null,
    undoes: null,
    endsAt: null,
    bulkId: null,
    doneTo: [],
    tries: [{ number: 1, sentAt: at(seconds), endedAt: at(seconds + 0.5), status: 200, code: null }],
    answer: { status: 200, code: null, at: at(seconds + 0.5) },
    ...more,
  };
}

/** A change `seconds` after the beginning, by a request of the wish. */
export function step(
  version: number,
  seconds: number,
  event: string,
  statuses: [string | null, string],
  by?: string,
): StepRead {
  const [from, to] = statuses;
  const requestId = by === undefined ? null : `${by}.1`;
  return { version, at: at(seconds), event, from, to, requestId, bulkId: null, secondsLeft: null };
}

const STATUS_KEYS = ['track', 'announce-status'];

/** What the LMS is told of a change of status. */
export function announced(version: number, status: string): EffectRead[] {
  return STATUS_KEYS.map((kind) => {
    const key = keyOf(version, kind === 'track' ? `track.attempt.${status}` : kind);
    return { key, version, kind, outcome: 'done' };
  });
}

const effect = (version: number, kind: string): EffectRead => ({
  key: keyOf(version, kind),
  version,
  kind,
  outcome: 'done',
});

/** A proctored exam of a minute that was paused for five seconds, got another minute and ended by itself. */
export function healthyLog(): Evidence {
  const end = at(2 + 60 + 60 + 5);
  const attempt: AttemptRead = {
    id: ATTEMPT,
    code: CODE,
    exam: 'proctored-minute',
    userId: LEARNER,
    externalId: 'vendor-1',
    status: 'submitted',
    startedAt: at(2),
    completedAt: end,
    endsAt: end,
    steps: [
      step(1, 0.2, 'created', [null, 'created'], 'w1'),
      step(2, 2, 'start', ['created', 'started'], 'w2'),
      step(3, 10, 'pause', ['started', 'started'], 'w3'),
      step(4, 15, 'unpause', ['started', 'started'], 'w4'),
      step(5, 20, 'incident-time', ['started', 'started'], 'w5'),
      step(6, 127.3, 'expire', ['started', 'submitted']),
    ],
    effects: [
      ...announced(1, 'created'),
      ...announced(2, 'started'),
      effect(2, 'start-at-vendor'),
      ...announced(6, 'submitted'),
      effect(6, 'stop-at-vendor'),
      effect(6, 'send-mail'),
      effect(6, 'publish-exam-event'),
    ],
    workflow: {
      version: 6,
      status: 'submitted',
      startedAt: at(2),
      completedAt: end,
      isDeleted: false,
      externalId: 'vendor-1',
    },
  };
  const lms = attempt.effects
    .filter(({ kind }) => STATUS_KEYS.includes(kind))
    .map(({ key }) => ({ id: key, type: 'told', subject: CODE, at: at(130), repeats: 0 }));
  return {
    wishes: [
      wish('w1', 0, { by: 'learner', what: 'create', startsClock: false }, { attemptId: null, madeId: ATTEMPT }),
      wish('w2', 1.9, { by: 'learner', what: 'start' }),
      wish('w3', 9.9, { by: 'staff', what: 'act', act: 'pause' }),
      wish('w4', 14.9, { by: 'staff', what: 'act', act: 'unpause' }),
      wish('w5', 19.9, { by: 'staff', what: 'act', act: 'extra-time', minutes: 1 }),
    ],
    faults: [{ part: 'Temporal', how: 'kill', from: at(60), to: at(70) }],
    lms,
    bus: attempt.effects
      .filter(({ kind }) => kind === 'publish-exam-event')
      .map(({ key }) => ({ id: entryIdOf(key), type: 'exam' })),
    mails: [{ messageId: messageIdOf(keyOf(6, 'send-mail')), at: at(130) }],
    vendor: [
      { what: 'registration', externalId: 'vendor-1', at: at(0.1) },
      { what: 'started', externalId: 'vendor-1', at: at(2.1) },
      { what: 'submitted', externalId: 'vendor-1', at: at(128) },
    ],
    attempts: [attempt],
    scarcity: [],
    dueAt: at(1_000),
    readAt: at(140),
  };
}

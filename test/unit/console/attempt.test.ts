import { expect, test } from 'vitest';
import type { StaffTimeline } from '../../../console/api/shapes.ts';
import { stripParts } from '../../../console/attempt/strip-parts.ts';
import { timelineLines } from '../../../console/attempt/timeline-kinds.ts';
import { toCsv } from '../../../console/ui/download-csv.ts';
import { NOON } from '../../support/board-rows.ts';

const MINUTE = 60_000;
const at = (minutes: number) => new Date(NOON + minutes * MINUTE).toISOString();

type Step = StaffTimeline['steps'][number];

function step(minutes: number, event: string, to: string, fields: Partial<Step> = {}): Step {
  return {
    at: at(minutes),
    event,
    from: null,
    to,
    caused_by: 'learner',
    time_remaining_seconds: null,
    version: minutes,
    actor: null,
    actor_name: null,
    actor_role: null,
    category: null,
    reason: null,
    minutes: null,
    ends_at: null,
    request_id: null,
    bulk_id: null,
    ...fields,
  };
}

const STEPS = [step(0, 'created', 'created'), step(10, 'start', 'started')];
const gap = { from: at(20), to: at(25), seconds: 300, service_outage_seconds: 0, ended_attempt: false };

test('the line of an attempt goes on to its end, with what was and what is silent', () => {
  const strip = stripParts({ steps: STEPS, connection_gaps: [gap], ends_at: at(70) }, NOON + 40 * MINUTE);
  expect(strip?.parts.map(({ status, start, length }) => [status, start, length])).toEqual([
    ['created', 0, 10 / 70],
    ['started', 10 / 70, 30 / 70],
  ]);
  expect(strip?.gaps.map(({ start }) => start)).toEqual([20 / 70]);
  expect(strip?.end).toBe(NOON + 70 * MINUTE);
});

test('the line of an attempt that is over ends with it, and one without steps is none', () => {
  const steps = [...STEPS, step(30, 'submit', 'submitted')];
  const strip = stripParts({ steps, connection_gaps: [], ends_at: null }, NOON + 300 * MINUTE);
  expect([strip?.to, strip?.parts.length]).toEqual([NOON + 30 * MINUTE, 2]);
  expect(stripParts({ steps: [], connection_gaps: [], ends_at: null }, NOON)).toBeNull();
});

const report = (minutes: number, action: string) => ({
  at: at(minutes),
  received_at: at(minutes),
  action,
  severity: 0.4,
  reason_code: '2',
  reason: 'Navigated away',
  minutes: null,
});

test('the timeline has steps, flags of a tool, what was asked in vain and finished effects in one order', () => {
  const lines = timelineLines({
    steps: [...STEPS, step(30, 'extra-time', 'started', { caused_by: 'staff', actor: 'carol', reason: 'power cut' })],
    ignored: [{ at: at(20), event: 'start', refusal: 'attempt_already_started', caused_by: 'learner', actor: null }],
    reports: [report(25, 'flag'), report(26, 'pause')],
    effects: [
      {
        key: 'k',
        version: 2,
        kind: 'send-mail',
        target: 'mail',
        outcome: 'refused',
        planned_at: at(11),
        finished_at: at(12),
        last_error: '550',
        tries: [],
        retry_requests: [],
        possibly_delivered_twice: false,
      },
    ],
  });
  expect(lines.map(({ event, kind }) => [event, kind])).toEqual([
    ['created', 'page'],
    ['start', 'page'],
    ['send-mail', 'effects'],
    ['start', 'page'],
    ['flag', 'vendor'],
    ['extra-time', 'people'],
  ]);
  expect(lines.at(-1)).toMatchObject({ person: 'carol', reason: 'power cut' });
  expect(lines[2]?.reason).toBe('550');
});

test('a file for spreadsheets quotes what needs it and runs no formula', () => {
  expect(toCsv([['a,b', 'say "hi"', '=1+1', 'plain']])).toBe('\uFEFF"a,b","say ""hi""",\'=1+1,plain\r\n');
});

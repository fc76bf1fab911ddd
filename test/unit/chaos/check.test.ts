import { describe, expect, it } from 'vitest';
import { entryIdOf } from '../../../lms/event-bus/delivery.ts';
import { check } from '../../chaos/check/check.ts';
import type { AttemptRead, Evidence, Violation, WishRecord } from '../../chaos/check/evidence.ts';
import { announced, at, CODE, healthyLog, keyOf, messageIdOf, step, wish } from './healthy-log.ts';

type Planted = [what: string, rule: Violation['rule'], plant: (log: Parts) => void];

interface Parts extends Evidence {
  attempt: AttemptRead;
  pause: WishRecord;
}

function checkPlanted(plant: (log: Parts) => void): Violation[] {
  const log = healthyLog();
  const [attempt] = log.attempts;
  const [, , pause] = log.wishes;
  if (!attempt || !pause) throw new Error('The healthy log has lost its attempt');
  const parts = { ...log, attempt, pause };
  plant(parts);
  return check(parts);
}

const dropStep = ({ attempt }: Parts, event: string) => {
  attempt.steps = attempt.steps
    .filter((each) => each.event !== event)
    .map((each, index) => ({ ...each, version: index + 1 }));
};

const PLANTED: Planted[] = [
  ['an accepted pause that never took effect', 'wish', (log) => dropStep(log, 'pause')],
  [
    'an act that took effect twice',
    'wish',
    ({ attempt }) => void attempt.steps.push(step(7, 21, 'incident-time', ['submitted', 'submitted'], 'w5')),
  ],
  [
    'a review that counts twice in a row',
    'wish',
    ({ attempt, wishes }) => {
      wishes.push(wish('w6', 130, { by: 'vendor', what: 'review', result: 'passed' }));
      for (const version of [7, 8]) attempt.steps.push(step(version, 130, 'review', ['submitted', 'submitted'], 'w6'));
    },
  ],
  [
    'a refused act that took effect',
    'wish',
    ({ pause }) => void (pause.answer = { status: 409, code: 'attempt_not_running', at: at(10.4) }),
  ],
  [
    'a creation whose attempt nobody knows',
    'wish',
    ({ wishes: [creation] }) => void (creation && (creation.madeId = 8)),
  ],
  [
    'an act on many that was done twice to one',
    'wish',
    ({ attempt, wishes }) => {
      for (const each of attempt.steps.slice(3, 5)) each.bulkId = 'b';
      wishes.push(
        wish('b1', 20, { by: 'staff', what: 'bulk', act: 'pause' }, { attemptId: null, bulkId: 'b', doneTo: [7] }),
      );
    },
  ],
  [
    'an act on many that was reported and not done',
    'wish',
    ({ wishes }) => {
      const act = { by: 'staff', what: 'bulk', act: 'extra-time', minutes: 1 } as const;
      wishes.push(wish('b1', 20, act, { attemptId: null, bulkId: 'b', doneTo: [7] }));
    },
  ],
  [
    'a repeat that was answered differently',
    'answer',
    ({ pause }) =>
      void pause.tries.push({ number: 2, sentAt: at(11), endedAt: at(11), status: 400, code: 'attempt_not_running' }),
  ],
  [
    'an end that is a second late',
    'end',
    ({ attempt, attempt: { workflow } }) => {
      attempt.completedAt = at(128);
      if (workflow) workflow.completedAt = at(128);
    },
  ],
  [
    'a pause that cost the learner time',
    'end',
    ({
      attempt: {
        steps: [, , , unpaused],
      },
    }) => void (unpaused && (unpaused.at = at(14))),
  ],
  ['a status that the workflow does not have', 'projection', ({ attempt }) => void (attempt.status = 'verified')],
  ['a lost workflow', 'projection', ({ attempt }) => void (attempt.workflow = null)],
  [
    'a change that was recorded twice',
    'projection',
    ({ attempt: { steps } }) => void (steps[3] && (steps[3].version = 3)),
  ],
  [
    'an effect that never ends',
    'settled',
    ({ attempt: { effects } }) => void (effects[0] && (effects[0].outcome = 'pending')),
  ],
  [
    'an exam that runs past its end',
    'settled',
    ({ attempt }) => {
      attempt.steps.pop();
      attempt.status = 'started';
    },
  ],
  ['an announcement that never came', 'effect', ({ lms }) => void lms.pop()],
  [
    'the same cause under two keys',
    'effect',
    ({ lms }) =>
      void lms.push({ id: keyOf(9, 'announce-status'), type: 'told', subject: CODE, at: at(131), repeats: 0 }),
  ],
  ['one key for two effects', 'effect', ({ attempt: { effects } }) => void effects.push(...announced(1, 'created'))],
  [
    'a change of status that was announced to nobody',
    'effect',
    ({ attempt }) => {
      attempt.effects = attempt.effects.filter(({ version }) => version !== 2);
    },
  ],
  [
    'what was withheld and came all the same',
    'effect',
    ({ attempt: { effects } }) => void (effects[0] && (effects[0].outcome = 'withheld')),
  ],
  ['an email that was lost', 'effect', ({ mails }) => void mails.pop()],
  [
    'an email without a cause',
    'effect',
    ({ mails }) => void mails.push({ messageId: messageIdOf(keyOf(8, 'send-mail')), at: at(9) }),
  ],
  ['a call of the vendor that was lost', 'effect', ({ vendor }) => void vendor.pop()],
  [
    'a call of the vendor without a cause',
    'effect',
    ({ vendor }) => void vendor.push({ what: 'error', externalId: 'vendor-1', at: at(9) }),
  ],
  [
    'an attempt that nobody was told of',
    'effect',
    ({ lms }) =>
      void lms.push({ id: 'OTHER/1/announce-status', type: 'told', subject: 'OTHER', at: at(9), repeats: 0 }),
  ],
  [
    'a registration without an attempt',
    'registration',
    ({ vendor }) => void vendor.push({ what: 'registration', externalId: 'vendor-2', at: at(30) }),
  ],
  [
    'a registration that was forgotten while Postgres was down',
    'registration',
    ({ vendor, faults }) => {
      vendor.push({ what: 'registration', externalId: 'vendor-2', at: at(30) });
      faults.push({ part: 'Postgres', how: 'kill', from: at(30), to: at(33) });
    },
  ],
  [
    'a registration that the vendor answered late and nobody took back',
    'registration',
    ({ vendor, faults }) => {
      vendor.push({ what: 'registration', externalId: 'vendor-2', at: at(30) });
      faults.push({ part: 'Vendor', how: 'pause', from: at(25), to: at(30) });
    },
  ],
  ['an event that is not on the bus', 'effect', ({ bus }) => void bus.pop()],
  [
    'an event on the bus that nothing has caused',
    'effect',
    ({ bus }) => void bus.push({ id: entryIdOf(keyOf(8, 'publish-exam-event')), type: 'exam' }),
  ],
  [
    'an event that was withheld and is on the bus',
    'effect',
    ({ attempt: { effects } }) => {
      for (const each of effects) if (each.kind === 'publish-exam-event') each.outcome = 'withheld';
    },
  ],
  [
    'a wait that a busy machine does not explain',
    'wait',
    ({ pause, scarcity }) => {
      pause.answer = { status: 200, code: null, at: at(9.9 + 20) };
      scarcity.push({ at: at(9), lostMs: 50_000 }, { at: at(20), lostMs: 54_000 }, { at: at(40), lostMs: 58_000 });
    },
  ],
  [
    'somebody who waits although all is up',
    'wait',
    ({ pause }) => void (pause.answer = { status: 200, code: null, at: at(9.9 + 10.1) }),
  ],
  ['a wish that is never answered', 'wait', ({ pause }) => void (pause.answer = null)],
];

describe('the checker of a chaos run', () => {
  it('finds nothing in a log in which all is well', () => {
    expect(check(healthyLog())).toEqual([]);
  });

  it.each(PLANTED)('finds %s', (_, rule, plant) => {
    expect(checkPlanted(plant).map((found) => found.rule)).toContain(rule);
  });

  it('lets repeats pass that come under the same key', () => {
    const repeat = ({ lms, bus, mails, vendor }: Parts) => {
      for (const each of lms) each.repeats = 2;
      bus.push(...bus);
      mails.push(...mails);
      vendor.push(...vendor.slice(1));
    };
    expect(checkPlanted(repeat)).toEqual([]);
  });

  it('does not count an outage as waiting', () => {
    const waits = ({ pause, faults }: Parts) => {
      faults.push(
        { part: 'API', how: 'kill', from: at(10), to: at(40) },
        { part: 'LMS', how: 'pause', from: at(30), to: at(45) },
      );
      pause.answer = { status: 200, code: null, at: at(54) };
    };
    expect(checkPlanted(waits)).toEqual([]);
  });

  it('does not count the time for which a busy machine had no processor', () => {
    const waits = ({ pause, scarcity }: Parts) => {
      pause.answer = { status: 200, code: null, at: at(9.9 + 20) };
      scarcity.push({ at: at(9.9), lostMs: 50_000 }, { at: at(20), lostMs: 55_000 }, { at: at(29.9), lostMs: 60_500 });
    };
    expect(checkPlanted(waits)).toEqual([]);
  });

  it('lets a late copy of a review follow on another one', () => {
    const reviews = ({ attempt, attempt: { workflow }, wishes }: Parts) => {
      wishes.push(wish('w6', 130, { by: 'vendor', what: 'review', result: 'passed' }));
      wishes.push(wish('w7', 130, { by: 'vendor', what: 'review', result: 'violation' }));
      for (const [index, by] of ['w6', 'w7', 'w6'].entries())
        attempt.steps.push(step(7 + index, 130, 'review', ['submitted', 'submitted'], by));
      if (workflow) workflow.version = 9;
    };
    expect(checkPlanted(reviews)).toEqual([]);
  });

  it('knows that a removed attempt no longer runs', () => {
    const removed = ({ attempt, attempt: { steps, workflow } }: Parts) => {
      attempt.status = 'started';
      attempt.completedAt = null;
      steps[steps.length - 1] = step(6, 100, 'delete', ['started', '(deleted)']);
      attempt.effects = attempt.effects.filter(({ version }) => version !== 6);
      if (workflow) Object.assign(workflow, { status: 'started', completedAt: null, isDeleted: true });
    };
    expect(checkPlanted(removed).filter(({ rule }) => rule === 'settled')).toEqual([]);
  });

  it('takes the earlier allowance too while a later one is asked for', () => {
    const asks = (minutes: number, until: number) => (log: Parts) => {
      const { attempt } = log;
      attempt.steps.splice(5, 0, step(6, 25, 'extra-time', ['started', 'started']));
      for (const [index, each] of attempt.steps.entries()) each.version = index + 1;
      const first = wish('w8', 21, { by: 'staff', what: 'allowance', minutes: 1 });
      const second = wish('w9', 23, { by: 'staff', what: 'allowance', minutes: 3 });
      second.answer = { status: 200, code: null, at: at(until) };
      log.wishes.push(first, second);
      attempt.endsAt = attempt.completedAt = (attempt.endsAt ?? 0) + minutes * 60_000;
    };
    const ends = (plant: (log: Parts) => void) => checkPlanted(plant).filter(({ rule }) => rule === 'end');
    expect(ends(asks(1, 30))).toEqual([]);
    expect(ends(asks(3, 30))).toEqual([]);
    expect(ends(asks(2, 30))).toHaveLength(1);
    expect(ends(asks(1, 23.5))).toHaveLength(1);
  });

  it('lets the same review count twice when another one between them was told last', () => {
    const reviews = ({ attempt, attempt: { workflow }, wishes }: Parts) => {
      wishes.push(wish('w6', 130, { by: 'vendor', what: 'review', result: 'passed' }));
      wishes.push(wish('w7', 130, { by: 'vendor', what: 'review', result: 'violation' }));
      wishes.push(wish('w8', 130, { by: 'vendor', what: 'review', result: 'passed' }));
      for (const [index, by] of ['w6', 'w8'].entries())
        attempt.steps.push(step(7 + index, 130.2, 'review', ['submitted', 'submitted'], by));
      if (workflow) workflow.version = 8;
    };
    expect(checkPlanted(reviews)).toEqual([]);
  });

  it('does not take a request that did not arrive in time for an answer', () => {
    const slow = ({ pause }: Parts) =>
      void pause.tries.push({ number: 2, sentAt: at(11), endedAt: at(21), status: 408, code: 'request_timeout' });
    expect(checkPlanted(slow)).toEqual([]);
  });

  it('lets a wish be nothing that found nothing to do', () => {
    const again = ({ wishes }: Parts) => {
      wishes.push(wish('w6', 12, { by: 'staff', what: 'act', act: 'pause' }));
    };
    expect(checkPlanted(again)).toEqual([]);
  });

  it('excuses a registration whose answer died with the process that waited for it', () => {
    const lost = ({ vendor, faults }: Parts) => {
      vendor.push({ what: 'registration', externalId: 'vendor-2', at: at(30) });
      faults.push({ part: 'Worker', how: 'kill', from: at(30.1), to: at(33) });
    };
    expect(checkPlanted(lost)).toEqual([]);
  });
});

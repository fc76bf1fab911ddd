import { sql } from 'slonik';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createWatch } from '../../activities/heartbeat/index.ts';
import { LmsUnavailableError } from '../../lms/port.ts';
import { recordHeartbeats } from '../../db/heartbeat.ts';
import { until } from '../../dev/until.ts';
import { eventSignals, getAttemptQuery } from '../../workflows/exam-attempt/messages.ts';
import { HEARTBEAT_WATCH } from '../../workflows/heartbeat-watch/workflow.ts';
import {
  areEffectsFinished,
  isAtRest,
  changesOf,
  handleOf,
  newCode,
  rowOf,
  stateOf,
} from '../support/attempt-records.ts';
import {
  addExam,
  addPerson,
  creationRequest,
  startServiceOnDevServer,
  type ExamFields,
  type Service,
} from '../support/service.ts';

const PROCTORED: ExamFields = { proctored: true, backend: 'watched' };
const WINDOW = 180;
const BACKENDS = {
  DEFAULT: 'watched',
  watched: { type: 'mock', heartbeat_window_seconds: WINDOW },
  lenient: { type: 'mock', heartbeat_window_seconds: WINDOW },
  unwatched: { type: 'mock' },
};

let service: Service;
let stopWorker: () => Promise<void>;

beforeAll(async () => {
  const env = {
    PROCTORING_BACKENDS: JSON.stringify(BACKENDS),
    SWITCHES: 'edx_proctoring.lenient_ping_failure_passthrough',
  };
  service = await startServiceOnDevServer({ env });
  stopWorker = await service.startWorker();
});
afterAll(async () => {
  await stopWorker();
  await service.close();
});
/** Each test begins without running clocks and without anything heard. */
beforeEach(async () => {
  await service.pool.query(sql.type(z.object({}))`truncate attempt_heartbeat, heartbeat_intake, heartbeat_outage`);
  await service.pool.query(sql.type(z.object({}))`update attempt set expires_at = null`);
});

async function started(exam: ExamFields = PROCTORED): Promise<{ code: string; attemptId: number; startedAt: number }> {
  const code = newCode();
  await service.attempts.create(code, await creationRequest(service, { exam, startClock: true }));
  const { attemptId, startedAt } = await stateOf(service, code);
  return { code, attemptId, startedAt: startedAt ?? Number.NaN };
}

/** One look of the watch at `now`, with the intake as the API keeps it open. */
async function watchAt(now: number, { intake = true } = {}) {
  if (intake) await recordHeartbeats(service.pool, [], now);
  const { taskQueue } = service.config.temporal;
  return await createWatch({ ...service.context, taskQueue, clock: () => now }).watchOnce();
}

/** Keeps the intake open from `from` to `to`, as an API does that is never away. */
async function keepOpen(from: number, to: number): Promise<void> {
  for (let at = from; at <= to; at += 5_000) await recordHeartbeats(service.pool, [], at);
}

const erred = (code: string) => until(async () => (await rowOf(service, code))?.status === 'error', 'the error');

describe('the heartbeat watch', () => {
  it('puts out who was silent for longer than the window, with the time left at the last ping', async () => {
    const { code, attemptId, startedAt } = await started();
    const lastPing = startedAt + 60_000;
    await recordHeartbeats(service.pool, [{ attemptId, at: lastPing }], lastPing);
    await keepOpen(lastPing, lastPing + WINDOW * 1000);
    expect(await watchAt(lastPing + WINDOW * 1000)).toMatchObject({ lost: 0 });
    expect(await watchAt(lastPing + WINDOW * 1000 + 1)).toMatchObject({ lost: 1 });
    await erred(code);
    expect(await stateOf(service, code)).toMatchObject({
      status: 'error',
      timeRemainingSeconds: 180 * 60 - 60,
      isResumable: true,
    });
    expect((await changesOf(service, code)).at(-1)).toMatchObject({ event: 'heartbeat-lost', actor: 'system' });
    expect(await watchAt(lastPing + WINDOW * 1000 + 2)).toMatchObject({ lost: 0 });
  });

  it('finds three lost among two thousand healthy, whose workflows hear nothing of it', async () => {
    const lost = [await started(), await started(), await started({ proctored: true, backend: null })];
    const healthy = await started();
    const { examId } = await creationRequest(service, { exam: PROCTORED });
    const now = lost[0] ? lost[0].startedAt + 10 * 60_000 : 0;
    await service.pool.query(sql.type(z.object({}))`
      with people as (
        insert into person (id, username) select 5000000 + n, 'crowd-' || n from generate_series(1, 2000) n returning id
      ), crowd as (
        insert into attempt (attempt_code, user_id, exam_id, status, started_at, expires_at, taking_as_proctored,
          is_sample_attempt, exam_type, backend, created, modified, version, state)
        select gen_random_uuid()::text, id, ${examId}, 'started', to_timestamp(${now / 1000 - 900}),
          to_timestamp(${now / 1000 + 3600}), true, false, 'proctored',
          'watched', now(), now(), 2, '{}' from people returning id
      )
      insert into attempt_heartbeat select id, to_timestamp(${now / 1000 - 30}) from crowd`);
    await keepOpen(now - 600_000, now);
    const { attemptId, code } = healthy;
    await recordHeartbeats(service.pool, [{ attemptId, at: now - 30_000 }], now);
    const heard = async () => {
      const { events } = await handleOf(service, code).fetchHistory();
      return (events ?? []).filter(
        (event) =>
          event.workflowExecutionSignaledEventAttributes ?? event.workflowExecutionUpdateAcceptedEventAttributes,
      ).length;
    };
    const before = await heard();
    expect(await watchAt(now)).toMatchObject({ lost: 3 });
    await Promise.all(lost.map((each) => erred(each.code)));
    expect(await heard()).toBe(before);
  });

  it('leaves paused attempts alone, and after a pause gives the whole window again', async () => {
    const { code, startedAt } = await started();
    const actor = { kind: 'staff' } as const;
    await service.attempts.tell(code, 'pause', { actor });
    const longAfter = startedAt + 10 * 60_000;
    await keepOpen(startedAt, longAfter);
    expect(await watchAt(longAfter)).toMatchObject({ lost: 0 });
    await service.attempts.tell(code, 'unpause', { actor });
    const unpausedAt = (await stateOf(service, code)).unpausedAt ?? Number.NaN;
    // The time of the pause was made up, and the pause ended now.
    await service.pool.query(sql.type(z.object({}))`truncate heartbeat_intake, heartbeat_outage`);
    await keepOpen(unpausedAt, unpausedAt + WINDOW * 1000);
    expect(await watchAt(unpausedAt + WINDOW * 1000)).toMatchObject({ lost: 0 });
    expect(await watchAt(unpausedAt + WINDOW * 1000 + 1)).toMatchObject({ lost: 1 });
    await erred(code);
  });

  it('counts no time in which no API could take pings', async () => {
    const { code, startedAt } = await started();
    await keepOpen(startedAt, startedAt + 60_000);
    const back = startedAt + 600_000;
    expect(await watchAt(back, { intake: false })).toMatchObject({ lost: 0 });
    expect(await watchAt(back)).toMatchObject({ lost: 0 });
    await keepOpen(back, back + (WINDOW - 61) * 1000);
    expect(await watchAt(back + (WINDOW - 61) * 1000)).toMatchObject({ lost: 0 });
    await keepOpen(back, back + (WINDOW - 59) * 1000);
    expect(await watchAt(back + (WINDOW - 59) * 1000)).toMatchObject({ lost: 1 });
    await erred(code);
  });

  it('counts no time of an outage that has just begun, although it may end as none', async () => {
    const { code, startedAt } = await started();
    await keepOpen(startedAt, startedAt + WINDOW * 1000);
    const later = startedAt + WINDOW * 1000 + 4_000;
    expect(await watchAt(later, { intake: false })).toMatchObject({ lost: 0 });
    expect(await watchAt(later)).toMatchObject({ lost: 1 });
    await erred(code);
  });

  it('leaves alone timed exams, back-ends without a window, and those whose lost pings shall not matter', async () => {
    const attempts = [
      await started({}),
      await started({ proctored: true, backend: 'unwatched' }),
      await started({ proctored: true, backend: 'lenient' }),
    ];
    const now = Math.max(...attempts.map(({ startedAt }) => startedAt)) + 10 * 60_000;
    await keepOpen(now - 600_000, now);
    expect(await watchAt(now)).toMatchObject({ lost: 0 });
  });

  it('believes a ping that only the workflow has heard, and asks no more', async () => {
    const { code, startedAt } = await started();
    await handleOf(service, code).signal(eventSignals.ping, { actor: { kind: 'operator' } });
    const { lastPingAt } = await stateOf(service, code);
    await service.pool.query(sql.type(z.object({}))`
      update attempt set started_at = to_timestamp(${startedAt / 1000 - 400}) where attempt_code = ${code}`);
    const now = (lastPingAt ?? 0) + 1000;
    await keepOpen(now - 300_000, now);
    expect(await watchAt(now)).toMatchObject({ lost: 1 });
    await until(async () => (await watchAt(now)).lost === 0, 'the note of the ping');
    expect(await stateOf(service, code)).toMatchObject({ status: 'started' });
  });

  it('tells a workflow that cannot listen once a minute, not at every look', async () => {
    const { code, startedAt } = await started();
    await until(() => isAtRest(service, code), 'the workflow rests');
    await stopWorker();
    const { taskQueue } = service.config.temporal;
    const begun = startedAt + (WINDOW + 60) * 1000;
    let now = begun;
    const watch = createWatch({ ...service.context, taskQueue, clock: () => now });
    const told: number[] = [];
    await keepOpen(startedAt, begun);
    for (; now <= begun + 65_000; now += 5_000) {
      await recordHeartbeats(service.pool, [], now);
      told.push((await watch.watchOnce()).lost);
    }
    expect(told).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
    stopWorker = await service.startWorker();
    await erred(code);
    expect((await changesOf(service, code)).filter(({ event }) => event === 'heartbeat-lost')).toHaveLength(1);
  });

  it('starts the lost workflow of an attempt whose time is up, and the end is exact', async () => {
    const { code, startedAt } = await started({ ...PROCTORED, minutes: 10 });
    await handleOf(service, code).terminate();
    const longAgo = startedAt - 20 * 60_000;
    await service.pool.query(sql.type(z.object({}))`
      update attempt set started_at = to_timestamp(${longAgo / 1000}),
        expires_at = to_timestamp(${longAgo / 1000 + 600}), state = jsonb_set(state, '{startedAt}', ${String(longAgo)}::jsonb)
      where attempt_code = ${code}`);
    expect(await watchAt(Date.now())).toMatchObject({ overdue: 1 });
    await until(async () => (await rowOf(service, code))?.status === 'submitted', 'the end');
    expect(await rowOf(service, code)).toMatchObject({ completedAt: longAgo + 600_000, expiresAt: null });
  });

  it('starts the lost workflow of an ended attempt whose effects are not done, and they are done', async () => {
    const { code } = await started();
    await until(() => areEffectsFinished(service, code), 'the effects of the start');
    service.lms.failure = () => new LmsUnavailableError('down');
    await service.attempts.tell(code, 'submit', {});
    await handleOf(service, code).terminate();
    const inTenMinutes = Date.now() + 10 * 60_000;
    expect(await watchAt(inTenMinutes)).toMatchObject({ stranded: 0 });
    expect(await areEffectsFinished(service, code)).toBe(false);
    service.lms.failure = null;
    expect(await watchAt(inTenMinutes + 30 * 60_000)).toMatchObject({ stranded: 1 });
    await until(() => areEffectsFinished(service, code), 'the effects of the submission');
    expect(await watchAt(inTenMinutes + 30 * 60_000)).toMatchObject({ stranded: 0 });
  });

  it('brings the workflow of a running attempt back before anybody misses it', async () => {
    const { code } = await started();
    await handleOf(service, code).terminate();
    const { taskQueue } = service.config.temporal;
    await createWatch({ ...service.context, taskQueue }).reviveRunning();
    const revived = handleOf(service, code);
    expect((await revived.describe()).status.name).toBe('RUNNING');
    await until(async () => (await revived.query(getAttemptQuery))?.status === 'started', 'its state');
  });

  it('that an earlier release began is a single look, which reports what it found', async () => {
    await recordHeartbeats(service.pool, [], Date.now());
    const report = await service.client.workflow.execute(HEARTBEAT_WATCH, {
      workflowId: `watch-${newCode()}`,
      taskQueue: service.config.temporal.taskQueue,
    });
    expect(report).toEqual({ lost: 0, overdue: 0, stranded: 0, forgotten: 0 });
  });
});

describe('a search in the Temporal server', () => {
  it('finds attempts by course, exam, learner, status, type and back-end', async () => {
    const courseId = `course-v1:Visible+${newCode()}`;
    const examId = await addExam(service, { ...PROCTORED, courseId });
    const userId = await addPerson(service, `visible-${newCode()}`);
    const code = newCode();
    await service.attempts.create(code, await creationRequest(service, { examId, userId, takingAsProctored: true }));
    const query = `ProctoringCourse = '${courseId}' and ProctoringExamId = ${examId} and ProctoringLearnerId = ${userId}
      and ProctoringExamType = 'proctored' and ProctoringBackend = 'watched' and ProctoringStatus = `;
    const found = async (status: string) => (await service.client.workflow.count(`${query}'${status}'`)).count === 1;
    await until(() => found('started'), 'the search');
    await service.attempts.tell(code, 'submit', {});
    await until(() => found('submitted'), 'the search after the change');
    expect(await found('started')).toBe(false);
  });
});

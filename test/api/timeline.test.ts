import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MailRefusedError, MailUnansweredError } from '../../emails/delivery/port.ts';
import { recordHeartbeats } from '../../db/heartbeat.ts';
import { until } from '../../dev/until.ts';
import type { Person } from '../../dev/people.ts';
import { handleOf } from '../support/attempt-records.ts';
import { addExam, newLearner, PEOPLE, startApi, startAttempt, type Api } from './harness.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ skipTime: true });
});
afterAll(() => api.close());

describe('the timeline of an attempt', () => {
  it('tells staff who did what and why, and the owner the plain story', async () => {
    const learner = newLearner();
    const id = await startAttempt(api, learner, await addExam(api));
    const path = `/api/proctoring/v1/attempts/${id}`;
    const body = { status: 'submitted', reason: 'Fire alarm' };
    expect(await api.callRoot('POST', `${path}/status`, { as: learner, body })).toMatchObject({ status: 403 });
    expect(
      await api.callRoot('POST', `${path}/status`, { as: PEOPLE.carol, body: { status: 'submitted' } }),
    ).toMatchObject({ status: 400 });
    expect(await api.callRoot('POST', `${path}/status`, { as: PEOPLE.carol, body })).toMatchObject({
      status: 200,
      body: { exam_attempt_id: id, status: 'submitted', changed: true },
    });
    const seen = await api.callRoot('GET', `${path}/timeline`, { as: PEOPLE.carol });
    const { steps } = seen.body as { steps: object[] };
    expect(steps.at(-1)).toMatchObject({
      event: 'set-status',
      from: 'started',
      to: 'submitted',
      caused_by: 'staff',
      actor: 'carol',
      reason: 'Fire alarm',
      time_remaining_seconds: expect.any(Number),
    });
    const own = await api.callRoot('GET', `${path}/timeline`, { as: learner });
    expect(own.body).not.toHaveProperty('effects');
    expect((own.body as { steps: object[] }).steps.at(-1)).not.toHaveProperty('reason');
    expect(await api.callRoot('GET', `${path}/timeline`, { as: newLearner() })).toMatchObject({ status: 403 });
  });

  it('shows staff what was sent in vain, a cancellation in the Temporal UI among it', async () => {
    const learner = newLearner();
    const id = await startAttempt(api, learner, await addExam(api));
    const path = `/api/proctoring/v1/attempts/${id}/timeline`;
    const read = async (person: Person) => (await api.callRoot('GET', path, { as: person })).body as Told;
    type Told = { status: string; attempt_code: string; ignored?: object[] };
    const { attempt_code: code } = await read(PEOPLE.dora);
    await handleOf(api.service, code).cancel();
    await until(async () => (await read(PEOPLE.dora)).ignored?.length === 1, 'the trace');
    expect(await read(PEOPLE.dora)).toMatchObject({
      status: 'started',
      ignored: [{ event: 'cancel', refusal: 'illegal_transition', caused_by: 'operator', actor: null }],
    });
    expect(await read(learner)).not.toHaveProperty('ignored');
  });

  it('has no effect to try again where none failed', async () => {
    const learner = newLearner();
    const id = await startAttempt(api, learner, await addExam(api));
    const retry = (key: string) =>
      api.callRoot('POST', `/api/proctoring/v1/attempts/${id}/effects/${encodeURIComponent(key)}/retry`, {
        as: PEOPLE.dora,
      });
    expect(await retry('no/such/effect')).toMatchObject({ status: 404 });
  });
});

describe('the clock in a timeline', () => {
  interface Step {
    event: string;
    time_remaining_seconds: number | null;
    reason: string | null;
    caused_by: string;
    actor: string | null;
  }

  async function story(id: number): Promise<Step[]> {
    const { body } = await api.callRoot('GET', `/api/proctoring/v1/attempts/${id}/timeline`, { as: PEOPLE.dora });
    return (body as { steps: Step[] }).steps;
  }
  const clockOf = (steps: Step[], event: string) => {
    const seconds = steps.find((step) => step.event === event)?.time_remaining_seconds;
    return typeof seconds === 'number' ? Math.round(seconds / 10) * 10 : seconds;
  };

  it('is what it was at each step, whatever time was granted later', async () => {
    const learner = newLearner();
    const examId = await addExam(api);
    const id = await startAttempt(api, learner, examId);
    const act = (action: string) =>
      api.call('PUT', `/v1/proctored_exam/attempt/${id}`, { as: learner, body: { action } });
    await api.advance(600);
    const grant = { exam_id: examId, user_info: learner.username, key: 'additional_time_granted', value: '30' };
    expect((await api.call('PUT', '/v1/proctored_exam/allowance', { as: PEOPLE.dora, body: grant })).status).toBe(200);
    await act('submit');
    const steps = await story(id);
    expect(['created', 'start', 'extra-time', 'submit'].map((event) => clockOf(steps, event))).toEqual([
      null,
      5400,
      6600,
      6600,
    ]);
    expect(steps.find(({ event }) => event === 'extra-time')).toMatchObject({ caused_by: 'staff', actor: 'dora' });
  });

  it('stands still after an error at what is kept for the learner, who said what went wrong', async () => {
    const learner = newLearner();
    const id = await startAttempt(api, learner, await addExam(api, { is_proctored: true }), { proctored: true });
    await api.advance(600);
    const body = { action: 'error', detail: 'The camera \0was lost' };
    await api.call('PUT', `/v1/proctored_exam/attempt/${id}`, { as: learner, body });
    await api.advance(600);
    const mark = { action: 'mark_ready_to_resume', user_id: learner.userId, detail: 'Seen by the invigilator' };
    await api.call('PUT', `/v1/proctored_exam/attempt/${id}`, { as: PEOPLE.dora, body: mark });
    const steps = await story(id);
    expect(['error', 'mark-ready-to-resume'].map((event) => clockOf(steps, event))).toEqual([4800, 4800]);
    expect(steps.find(({ event }) => event === 'error')?.reason).toBe('The camera was lost');
    expect(steps.at(-1)).toMatchObject({ actor: 'dora', reason: 'Seen by the invigilator' });
  });
});

describe('the mail of a hand-in in the timeline', () => {
  interface ShownTry {
    number: number;
    outcome: string;
    error: string | null;
    began_at: string;
    ended_at: string | null;
  }

  interface ShownMail {
    key: string;
    outcome: string;
    last_error: string | null;
    tries: ShownTry[];
    possibly_delivered_twice: boolean;
    retry_requests: { caused_by: string; actor: string | null; reason: string | null }[];
  }

  afterEach(() => {
    api.service.mailer.failure = null;
  });

  /** A proctored attempt that was handed in while the mail server failed like that. */
  async function handedIn(failure: Error | null) {
    const learner = newLearner();
    const examId = await addExam(api, { is_proctored: true });
    const body = { exam_id: examId, attempt_proctored: 'true', start_clock: 'true' };
    const created = await api.call('POST', '/v1/proctored_exam/attempt', { as: learner, body });
    const { exam_attempt_id: id } = created.body as { exam_attempt_id: number };
    const path = `/api/proctoring/v1/attempts/${id}`;
    api.service.mailer.failure = failure;
    await api.call('PUT', `/v1/proctored_exam/attempt/${id}`, { as: learner, body: { action: 'submit' } });
    const mail = async () => {
      const { body: story } = await api.callRoot('GET', `${path}/timeline`, { as: PEOPLE.carol });
      return (story as { effects: ShownMail[] }).effects.find(({ key }) => key.endsWith('/send-mail'));
    };
    return {
      mail,
      ends: (outcome: string) => until(async () => (await mail())?.outcome === outcome, `the mail to be ${outcome}`),
      retry: async (as: Person = PEOPLE.carol) => {
        const key = encodeURIComponent((await mail())?.key ?? '');
        const body = { reason: 'the mailbox exists by now' };
        return (await api.callRoot('POST', `${path}/effects/${key}/retry`, { as, body })).status;
      },
      sent: () => api.service.mailer.mails.filter(({ to }) => to === learner.email).length,
    };
  }

  it('is shown with the words of the server that refused it, and sent when staff have it tried again', async () => {
    const { mail, ends, retry, sent } = await handedIn(new MailRefusedError('550 no such mailbox'));
    await ends('refused');
    const error = 'MailRefusedError: 550 no such mailbox';
    expect(await mail()).toMatchObject({
      target: 'mail',
      last_error: error,
      tries: [{ number: 1, outcome: 'refused', error }],
      possibly_delivered_twice: false,
    });
    api.service.mailer.failure = null;
    expect(await retry(newLearner())).toBe(403);
    expect(await retry()).toBe(200);
    await ends('done');
    expect((await mail())?.tries.map(({ outcome }) => outcome)).toEqual(['refused', 'done']);
    expect((await mail())?.retry_requests).toMatchObject([
      { caused_by: 'staff', actor: 'carol', reason: 'the mailbox exists by now' },
    ]);
    expect(await retry()).toBe(409);
    expect(sent()).toBe(1);
  });

  it('says that it may have come twice when nobody knows whether a try that was repeated had arrived', async () => {
    const { mail, ends } = await handedIn(new MailUnansweredError('the connection broke'));
    let first = await mail();
    await until(async () => (first = await mail())?.tries[0]?.outcome === 'unknown', 'the first try');
    // A slow machine may show it together with the second try.
    expect(first).toMatchObject({ outcome: 'pending', possibly_delivered_twice: (first?.tries.length ?? 0) > 1 });
    api.service.mailer.failure = null;
    await api.advance(30);
    await ends('done');
    const shown = await mail();
    expect(new Set(shown?.tries.slice(0, -1).map(({ outcome }) => outcome))).toEqual(new Set(['unknown']));
    expect(shown?.tries.at(-1)?.outcome).toBe('done');
    expect(shown?.possibly_delivered_twice).toBe(true);
  });

  it('tells the time of each try as all other times are told', async () => {
    const { mail, ends } = await handedIn(null);
    await ends('done');
    const [only] = (await mail())?.tries ?? [];
    for (const time of [only?.began_at, only?.ended_at]) expect(time).toMatch(/^\d{4}-\d\d-\d\dT[\d:]{8}(\.\d{6})?Z$/);
  });
});

describe('the gaps of a connection', () => {
  interface Gap {
    from: string;
    to: string | null;
    seconds: number;
    service_outage_seconds: number;
    ended_attempt: boolean;
  }

  async function sitting() {
    const learner = newLearner();
    const examId = await addExam(api, { is_proctored: true });
    const body = { exam_id: examId, attempt_proctored: 'true', start_clock: 'true' };
    const created = await api.call('POST', '/v1/proctored_exam/attempt', { as: learner, body });
    const { exam_attempt_id: id } = created.body as { exam_attempt_id: number };
    const timeline = async (as = learner) => {
      const { body: story } = await api.callRoot('GET', `/api/proctoring/v1/attempts/${id}/timeline`, { as });
      return story as { started_at: string; last_heard_at: string | null; connection_gaps: Gap[] };
    };
    return {
      id,
      learner,
      timeline,
      gaps: async () => (await timeline()).connection_gaps,
      /** The page asks, and its sign of life is on record. */
      poll: async () => {
        const at = api.deps.clock();
        await api.call('GET', `/v1/proctored_exam/attempt/${id}`, { as: learner });
        await until(async () => Date.parse((await timeline()).last_heard_at ?? '') >= at, 'the sign of life');
      },
    };
  }

  const lengths = (gaps: Gap[]) => gaps.map(({ seconds }) => Math.round(seconds / 10) * 10);

  it('are the silences longer than a missed poll, for the owner and for staff', async () => {
    const { poll, gaps, timeline } = await sitting();
    for (const seconds of [60, 60, 300, 60, 600]) {
      await api.advance(seconds);
      await poll();
    }
    expect(lengths(await gaps())).toEqual([300, 600]);
    expect(await gaps()).toMatchObject([{ to: expect.any(String), ended_attempt: false }, {}]);
    await api.advance(200);
    const [, , last] = await gaps();
    expect(last).toMatchObject({ from: (await timeline()).last_heard_at, to: null, ended_attempt: false });
    expect((await timeline(PEOPLE.dora)).connection_gaps).toHaveLength(3);
  });

  it('begin with the clock, and end with it', async () => {
    const { id, learner, poll, gaps, timeline } = await sitting();
    await api.advance(400);
    await poll();
    expect(await gaps()).toMatchObject([{ from: (await timeline()).started_at }]);
    await api.advance(500);
    await api.call('PUT', `/v1/proctored_exam/attempt/${id}`, { as: learner, body: { action: 'submit' } });
    // How much of them was an outage may be noted a moment later.
    const lasting = async () => (await gaps()).map(({ from, to, seconds }) => ({ from, to, seconds }));
    const ended = await lasting();
    await api.advance(1_000);
    expect(lengths(await gaps())).toEqual([400, 500]);
    expect(await lasting()).toEqual(ended);
  });

  it('tell how much of them was an outage of ours', async () => {
    const { id, timeline, gaps } = await sitting();
    const startedAt = Date.parse((await timeline()).started_at);
    const at = (seconds: number) => startedAt + seconds * 1000;
    await recordHeartbeats(api.deps.pool, [{ attemptId: id, at: at(30) }], at(30));
    await recordHeartbeats(api.deps.pool, [], at(100));
    await recordHeartbeats(api.deps.pool, [{ attemptId: id, at: at(200) }], at(200));
    await recordHeartbeats(api.deps.pool, [], at(205));
    await recordHeartbeats(api.deps.pool, [{ attemptId: id, at: at(300) }], at(210));
    const [one, two] = await gaps();
    expect(one).toMatchObject({ seconds: 170, service_outage_seconds: expect.closeTo(170, 0) });
    expect(two).toMatchObject({ seconds: 100, service_outage_seconds: 0 });
  });

  it('have none while the learner is asked whether to hand in', async () => {
    const { id, learner, poll, gaps } = await sitting();
    const act = (action: string) =>
      api.call('PUT', `/v1/proctored_exam/attempt/${id}`, { as: learner, body: { action } });
    await act('stop');
    for (const seconds of [60, 60, 60]) {
      await api.advance(seconds);
      await poll();
    }
    await act('start');
    expect(await gaps()).toEqual([]);
  });
});

import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../dev/until.ts';
import { HOUR } from '../support/attempt-builders.ts';
import { areEffectsFinished, handleOf, newCode, stateOf } from '../support/attempt-records.ts';
import { learner, startRestService } from '../support/rest-service.ts';
import { creationRequest, type Service } from '../support/service.ts';

let env: TestWorkflowEnvironment;
let service: Service;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ env, service, close } = await startRestService());
});
afterAll(() => close());

/** A whole proctored attempt: three hours, handed in by the clock, reviewed and passed. */
async function wholeAttempt(): Promise<string> {
  const code = newCode();
  const settled = async () => {
    await until(() => areEffectsFinished(service, code), 'the effects');
    await stateOf(service, code);
  };
  await service.attempts.create(code, await creationRequest(service, { exam: { proctored: true, backend: 'rest' } }));
  for (const event of ['click-download-software', 'vendor-ready', 'start'] as const) {
    await service.attempts.tell(code, event, { actor: learner });
    await settled();
  }
  await env.sleep(3 * HOUR + 1000);
  await settled();
  await service.attempts.tell(code, 'review', { reviewStatus: 'Clean', actor: { kind: 'vendor' }, revision: 1 });
  await service.attempts.tell(code, 'acknowledge', { actor: learner });
  await settled();
  return code;
}

const text = (payload: Payload | null | undefined) =>
  payload ? defaultPayloadConverter.fromPayload<string>(payload) : null;

describe('a person who looks at an attempt in the Temporal UI', () => {
  it('reads what each timer and each activity is for, in a history that is short', async () => {
    const code = await wholeAttempt();
    const events = (await handleOf(service, code).fetchHistory()).events ?? [];
    const tasks = events.filter(({ workflowTaskCompletedEventAttributes }) => workflowTaskCompletedEventAttributes);
    expect(events.length).toBeLessThanOrEqual(120);
    expect(tasks.length).toBeLessThanOrEqual(30);
    const summaries = events
      .filter((event) => event.timerStartedEventAttributes ?? event.activityTaskScheduledEventAttributes)
      .map(({ userMetadata }) => text(userMetadata?.summary));
    expect(summaries).not.toContain(null);
    expect(summaries).toEqual(
      expect.arrayContaining([
        'vendor: register the attempt',
        'exam ends',
        'vendor: started',
        'vendor: handed in',
        'mail: submitted',
        'mail: verified',
        'retention over',
      ]),
    );
  });

  it('finds every effect of a rejection and of the pass after it as an activity by its name', async () => {
    const code = newCode();
    const staff = { kind: 'staff' } as const;
    const exam = { proctored: true, backend: 'rest' };
    await service.attempts.create(code, await creationRequest(service, { exam, startClock: true }));
    for (const status of ['submitted', 'rejected', 'verified'] as const) {
      await service.attempts.tell(code, 'set-status', { status, actor: staff });
      await until(() => areEffectsFinished(service, code), 'the effects');
    }
    const events = (await handleOf(service, code).fetchHistory()).events ?? [];
    const activities = events.flatMap(({ activityTaskScheduledEventAttributes: scheduled, userMetadata }) =>
      scheduled ? [`${scheduled.activityType?.name}: ${text(userMetadata?.summary)}`] : [],
    );
    const ofLms = activities.filter((each) => each.includes('LMS: '));
    expect(ofLms).toEqual([
      'completeUnit: LMS: unit completed',
      'setCredit: LMS: credit requirement submitted',
      'setCredit: LMS: credit requirement failed',
      'overrideGrade: LMS: grade override',
      'invalidateCertificate: LMS: certificate invalidated',
      'setCredit: LMS: credit requirement satisfied',
      'undoGradeOverride: LMS: grade override undone',
    ]);
    expect(activities).toEqual(
      expect.arrayContaining(['sendMail: mail: submitted', 'sendMail: mail: rejected', 'sendMail: mail: verified']),
    );
  });

  it('reads the present status, the clock and the vendor in plain words', async () => {
    const code = newCode();
    await service.attempts.create(code, await creationRequest(service));
    const { startedAt, attemptId, userId, exam } = await stateOf(service, code);
    const metadata = await handleOf(service, code).query<{ currentDetails?: string }>('__temporal_workflow_metadata');
    const at = (instant: number) => new Date(instant).toISOString();
    expect(metadata.currentDetails).toBe(
      [
        `**started** since ${at(startedAt ?? 0)}`,
        '',
        `- attempt ${attemptId}, exam ${exam.id} (timed), learner ${userId}`,
        `- started ${at(startedAt ?? 0)}, ends ${at((startedAt ?? 0) + 3 * HOUR)}, handed in –`,
        '- vendor none',
      ].join('\n'),
    );
  });

  it('finds ids and no personal data in the history', async () => {
    const code = await wholeAttempt();
    const history = JSON.stringify(await handleOf(service, code).fetchHistory());
    const payloads = [...history.matchAll(/"data":"([^"]*)"/g)].map(([, data = '']) => Buffer.from(data, 'base64'));
    const readable = `${history}\n${payloads.join('\n')}`;
    expect(readable.includes(code)).toBe(true);
    const personal = ['@example.com', 'learner-', ' Learner'].filter((each) => readable.includes(each));
    expect(personal).toEqual([]);
  });
});

import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../dev/until.ts';
import { EFFECT_KINDS } from '../../rules/attempt/effects.ts';
import { activityOf, isLone } from '../../workflows/exam-attempt/effect-activities.ts';
import { localActivityIn, type HistoryEvent } from '../support/activity-names.ts';
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

const OUTSIDE_NAMES: string[] = ['registerAttempt', ...EFFECT_KINDS.filter(isLone).map(activityOf)];
const CHANGES = ['recordChange', 'recordCreation'];

/** The name of what was done within the task of a change, if it reached somebody outside. */
function outsideWithChange(event: HistoryEvent): string | undefined {
  const name = localActivityIn(event);
  return OUTSIDE_NAMES.find((outside) => outside === name);
}

describe('a person who looks at an attempt in the Temporal UI', () => {
  it('reads what each timer and each activity is for, in a history that is short', async () => {
    const code = await wholeAttempt();
    const events = (await handleOf(service, code).fetchHistory()).events ?? [];
    const tasks = events.filter(({ workflowTaskCompletedEventAttributes }) => workflowTaskCompletedEventAttributes);
    // test/api/budgets.test.ts is stricter; here a target that is slow for once may cost a second try.
    expect(events.length).toBeLessThanOrEqual(100);
    expect(tasks.length).toBeLessThanOrEqual(14);
    const summaries = events
      .filter(
        (event) =>
          event.timerStartedEventAttributes ?? event.activityTaskScheduledEventAttributes ?? outsideWithChange(event),
      )
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
    expect(summaries.filter((summary) => summary === 'retention over')).toHaveLength(1);
  });

  it('finds every effect of a rejection and of the pass after it, what is only told beside the change', async () => {
    const code = newCode();
    const staff = { kind: 'staff' } as const;
    const exam = { proctored: true, backend: 'rest' };
    await service.attempts.create(code, await creationRequest(service, { exam, startClock: true }));
    for (const status of ['submitted', 'rejected', 'verified'] as const) {
      await service.attempts.tell(code, 'set-status', { status, actor: staff });
      await until(() => areEffectsFinished(service, code), 'the effects');
    }
    const events = (await handleOf(service, code).fetchHistory()).events ?? [];
    const activities = events.flatMap((event) => {
      const name = outsideWithChange(event) ?? event.activityTaskScheduledEventAttributes?.activityType?.name;
      return name ? [`${name}: ${text(event.userMetadata?.summary)}`] : [];
    });
    const ofLms = activities.filter((each) => each.includes(': LMS: ') && !each.startsWith('announce'));
    expect([...new Set(ofLms)]).toEqual([
      'overrideGrade: LMS: grade override',
      'invalidateCertificate: LMS: certificate invalidated',
      'undoGradeOverride: LMS: grade override undone',
    ]);
    const changes = events.flatMap((event) =>
      CHANGES.includes(localActivityIn(event) ?? '') ? [text(event.userMetadata?.summary)] : [],
    );
    expect(changes).toEqual([
      'created; LMS: tracking event, status',
      'start; LMS: tracking event, status',
      'set-status; LMS: unit completed, credit requirement submitted, exam event submitted, tracking event, status',
      'set-status; LMS: credit requirement failed, exam event rejected, tracking event, status',
      'set-status; LMS: credit requirement satisfied, exam event verified, tracking event, status',
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
        '- 10800 seconds were left then',
        '- vendor none',
      ].join('\n'),
    );
  });

  it('finds the cause of the present status beside it', async () => {
    const code = newCode();
    await service.attempts.create(code, await creationRequest(service));
    await service.attempts.tell(code, 'submit', { actor: learner });
    const details = await handleOf(service, code).query<{ currentDetails?: string }>('__temporal_workflow_metadata');
    expect(details.currentDetails).toMatch(/^\*\*submitted\*\* since \S+ by submit$/m);
  });

  it('finds exam and course by name in the list, and the learner by id', async () => {
    const code = newCode();
    const request = await creationRequest(service);
    const exam = { id: request.examId, courseId: 'course-v1:Test+C1+2030', type: 'timed', backend: null } as const;
    await service.attempts.create(code, request, { name: `Chemistry\n${'ö'.repeat(200)}`, exam });
    const [begun] = (await handleOf(service, code).fetchHistory()).events ?? [];
    const summary = text(begun?.userMetadata?.summary) ?? '';
    expect(summary).toMatch(/^Chemistry ö+… · timed · learner \d+$/);
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(200);
    expect(text(begun?.userMetadata?.details)).toContain(
      `- course: ${exam.courseId}\n- kind: timed\n- learner: ${request.userId}`,
    );
  });

  it('can search for an attempt from its start, and the workflow sets only what has come otherwise', async () => {
    const code = newCode();
    const request = { ...(await creationRequest(service)), startClock: false };
    const exam = { id: request.examId, courseId: 'course-v1:Other+C1+2030', type: 'timed', backend: null } as const;
    await service.attempts.create(code, request, { name: 'Chemistry', exam });
    const { events } = await handleOf(service, code).fetchHistory();
    const begun = events?.[0]?.workflowExecutionStartedEventAttributes?.searchAttributes?.indexedFields ?? {};
    expect(text(begun['ProctoringStatus'])).toBe('created');
    const upserts = (events ?? []).flatMap(({ upsertWorkflowSearchAttributesEventAttributes: upsert }) =>
      Object.keys(upsert?.searchAttributes?.indexedFields ?? {}),
    );
    expect(upserts).toEqual(['ProctoringCourse']);
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

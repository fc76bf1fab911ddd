import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LmsEffect } from '../../../lms/effects/index.ts';
import { createWebhookDelivery } from '../../../lms/webhook-delivery.ts';
import { LMS_DATA } from '../../../dev/stand-ins/mock-lms/demo-data.ts';
import { until } from '../../../dev/until.ts';
import { COURSE, EFFECTS, EXAM } from '../../../lms/effects/examples.ts';
import { LMS_SECRET, LMS_TOKEN, startMockLms, type RunningMockLms } from '../../support/mock-lms.ts';

let lms: RunningMockLms;

beforeEach(async () => {
  lms = await startMockLms({
    data: LMS_DATA.parse({
      people: { alice: { full_name: 'Alice Archer', email: 'alice@example.com' } },
      courses: {
        [COURSE]: {
          name: 'CS',
          requirements: [{ namespace: 'proctored_exam', name: EXAM, order: 1, display_name: 'Final exam' }],
        },
      },
    }),
  });
});
afterEach(() => lms.close());

async function deliver(...effects: LmsEffect[]) {
  const delivery = createWebhookDelivery({ url: lms.webhookUrl, secrets: () => [LMS_SECRET] });
  for (const effect of effects) await delivery.deliver(effect);
}

const held = async (): Promise<unknown> => (await fetch(`${lms.url}/api/held`)).json();

const where = { username: 'alice', course: COURSE, content: EXAM };

describe('the mock LMS', () => {
  it('holds what an LMS would hold after the events', async () => {
    await deliver(...Object.values(EFFECTS));
    const { consequences } = await lms.received();
    expect(consequences).toStrictEqual({
      credit: [],
      gradeOverrides: [{ ...where, overrider: 'carol', comment: 'Failed Example proctoring', state: 'undone' }],
      invalidatedCertificates: [{ username: 'alice', course: COURSE }],
      completedUnits: [where],
      erasedAnswers: [{ ...where, requestedBy: 'carol' }],
      supportNotices: [
        {
          username: 'alice',
          course: COURSE,
          exam: 'Final exam',
          review: 'Suspicious',
          url: 'https://proctoring.example.com/reviews/5',
        },
      ],
    });
  });

  it('answers the credit state with the credit that was set', async () => {
    await deliver(EFFECTS.creditSet);
    const response = await fetch(
      `${lms.url}/api/proctoring/v1/courses/${encodeURIComponent(COURSE)}/learners/alice/credit-state`,
      { headers: { authorization: `Bearer ${LMS_TOKEN}` } },
    );
    expect(await response.json()).toStrictEqual({
      enrollment_mode: null,
      may_take_proctored_exams: null,
      course_name: 'CS',
      course_end: null,
      full_name: 'Alice Archer',
      email: 'alice@example.com',
      language: null,
      requirements: [
        { namespace: 'proctored_exam', name: EXAM, order: 1, display_name: 'Final exam', status: 'failed' },
      ],
    });
  });

  it('shows events on its page, newest first, and as text only', async () => {
    const comment = '<script>alert("x")</script>';
    await deliver(EFFECTS.creditSet, { ...EFFECTS.gradeOverride, comment });
    const page = await (await fetch(lms.url)).text();
    expect(page).not.toContain('<script');
    expect(page).toContain('&lt;script&gt;');
    expect(page.indexOf(`<td data-title="id">${EFFECTS.gradeOverride.key}</td>`)).toBeLessThan(
      page.indexOf(`<td data-title="id">${EFFECTS.creditSet.key}</td>`),
    );
    expect(page).toContain(`<td data-title="id">${EFFECTS.creditSet.key}</td>`);
  });

  it('takes its behaviour from the form on the page', async () => {
    const response = await fetch(`${lms.url}/failure`, {
      method: 'POST',
      body: new URLSearchParams({ mode: 'refuse', status: '410', delay_ms: '1', applies_to: 'events' }),
      redirect: 'manual',
    });
    const { failure } = await lms.received();
    expect({ status: response.status, to: response.headers.get('location'), failure }).toStrictEqual({
      status: 303,
      to: '/',
      failure: { mode: 'refuse', status: 410, delay_ms: 1, applies_to: 'events' },
    });
  });

  it.each([
    { mode: 'hold', taken: [] },
    { mode: 'hold-taken', taken: [EFFECTS.creditSet.key] },
  ] as const)('holds an event back until told to go on ($mode)', async ({ mode, taken }) => {
    await lms.fail({ mode });
    const delivered = deliver(EFFECTS.creditSet);
    await until(async () => JSON.stringify(await held()) !== '[]', 'holding');
    const { deliveries } = await lms.received();
    expect(deliveries.map(({ event }) => event.id)).toStrictEqual(taken);
    expect(await held()).toStrictEqual([EFFECTS.creditSet.key]);
    await fetch(`${lms.url}/api/held`, { method: 'DELETE' });
    await delivered;
    expect((await lms.received()).deliveries.map(({ event }) => event.id)).toStrictEqual([EFFECTS.creditSet.key]);
    expect(await held()).toStrictEqual([]);
  });

  it('refuses a behaviour that it does not have', async () => {
    await expect(lms.fail({ mode: 'refuse', status: 200 })).rejects.toThrow(/status/);
  });

  it('keeps its lookups behind the token', async () => {
    const response = await fetch(`${lms.url}/api/proctoring/v1/learners/alice/verified-name`);
    expect([response.status, await response.json()]).toStrictEqual([401, { detail: 'The token is missing or wrong.' }]);
  });

  it('forgets what it received when told to', async () => {
    await deliver(EFFECTS.creditSet);
    await fetch(`${lms.url}/api/received`, { method: 'DELETE' });
    const { deliveries, tries } = await lms.received();
    expect({ deliveries, tries }).toStrictEqual({ deliveries: [], tries: [] });
  });

  it('takes other data', async () => {
    const response = await fetch(`${lms.url}/api/data`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ people: { bob: { full_name: 'Bob', email: 'bob@example.com' } } }),
    });
    expect(await response.json()).toStrictEqual({
      people: { bob: { full_name: 'Bob', email: 'bob@example.com', verified_name: null, language: null } },
      courses: {},
    });
    expect(await (await fetch(`${lms.url}/healthz`)).json()).toStrictEqual({ status: 'ok' });
  });
});

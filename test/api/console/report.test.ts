import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Person } from '../../../dev/people.ts';
import { addExam, newLearner, PEOPLE, startApi, startAttempt, type Api } from '../harness.ts';

let api: Api;
let id: number;
const learner: Person = { ...newLearner(), name: '<b>Eve</b>' };
beforeAll(async () => {
  api = await startApi({ env: { SITE_TIME_ZONE: 'Europe/Zurich' } });
  id = await startAttempt(api, learner, await addExam(api, { exam_name: 'Sums & <i>signs</i>' }));
  const body = { status: 'submitted', reason: 'Fire <alarm>' };
  await api.callRoot('POST', `/api/proctoring/v1/attempts/${id}/status`, { as: PEOPLE.carol, body });
  const note = { text: 'Asked for <water>', kind: 'incident', category: 'medical' };
  await api.callRoot('POST', `/api/proctoring/v1/attempts/${id}/notes`, { as: PEOPLE.ivan, body: note });
});
afterAll(() => api.close());

async function report(as: Person, query = '', language = 'en') {
  const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'accept-language': language };
  const path = `/api/proctoring/v1/attempts/${id}/timeline${query}`;
  const answer = await api.callRoot('GET', path, { as, headers });
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
  return { page: String(answer.body), headers: answer.headers };
}

it('tells staff who did what and why, with the zone, who made it and nothing from elsewhere', async () => {
  const { page, headers } = await report(PEOPLE.carol);
  for (const text of ['Europe/Zurich', 'by Carol Teacher', 'Fire &lt;alarm&gt;', 'Sums &amp; &lt;i&gt;signs&lt;/i&gt;'])
    expect(page).toContain(text);
  expect(page).not.toMatch(/<script|<link|src=|https?:/);
  expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
});

it('names the learner in full, and has the notes of the team', async () => {
  const { page } = await report(PEOPLE.carol);
  expect(page).toContain(`&lt;b&gt;Eve&lt;/b&gt; (${learner.username})`);
  for (const text of ['Incident, medical', PEOPLE.ivan.name, 'Asked for &lt;water&gt;']) expect(page).toContain(text);
});

it('has the style that its own policy lets a browser use', async () => {
  const { page, headers } = await report(PEOPLE.carol);
  const [, style = ''] = /<style>(.*?)<\/style>/s.exec(page) ?? [];
  const digest = createHash('sha256').update(style).digest('base64');
  expect(headers['content-security-policy']).toContain(`style-src 'sha256-${digest}'`);
});

it('holds the data that it shows, with their hash', async () => {
  const { page } = await report(PEOPLE.carol);
  const [, escaped = ''] = /<pre id="data">(.*?)<\/pre>/.exec(page) ?? [];
  const data = escaped
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
  expect(JSON.parse(data)).toMatchObject({
    attempt_id: id,
    status: 'submitted',
    notes: [{ text: 'Asked for <water>' }],
  });
  expect(page).toContain(createHash('sha256').update(data).digest('hex'));
});

it('names no staff, no reason and no note in the version for the learner, whoever asks for it', async () => {
  for (const { page } of [await report(PEOPLE.carol, '?for=learner'), await report(learner)]) {
    expect(page).not.toMatch(/carol/i);
    expect(page).not.toMatch(/Fire|water|ivan/i);
    expect(page).toContain('Status set by hand');
  }
});

it('speaks the language of whoever reads it', async () => {
  const { page } = await report(PEOPLE.carol, '', 'de-CH,de;q=0.9,en;q=0.8');
  expect(page).toContain('<html lang="de">');
  expect(page).toContain('Status von Hand gesetzt');
  expect((await report(PEOPLE.carol, '?language=de')).page).toContain('<html lang="de">');
});

it('is JSON for everybody else, for the learner too', async () => {
  const path = `/api/proctoring/v1/attempts/${id}/timeline?for=learner`;
  const answer = await api.callRoot('GET', path, { as: PEOPLE.carol });
  expect(answer.body).not.toHaveProperty('effects');
  expect((await api.callRoot('GET', `${path}s`, { as: PEOPLE.carol })).status).toBe(400);
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPlatformStaff } from '../../../lms/platform/course-staff.ts';

const COURSE = 'course-v1:Demo+Exams+2030';
const carol = { userId: 9, token: 'token-of-carol' };

let server: Server;
let url: string;
let asked: { path: string | undefined; authorization: string | undefined }[];
let answer: { status: number; body: string };
let now: number;
let warnings: number;

beforeEach(async () => {
  [asked, now, warnings] = [[], 1_000_000, 0];
  answer = { status: 200, body: JSON.stringify({ original_user_is_staff: true, is_staff: false, title: 'Demo' }) };
  server = createServer((request, response) => {
    asked.push({ path: request.url, authorization: request.headers.authorization });
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(answer.body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const open = () => createPlatformStaff({ url, log: { warn: () => (warnings += 1) }, now: () => now });

describe('whether somebody is staff of a course at Open edX', () => {
  it('is asked with their own token, once a minute', async () => {
    const isStaff = open();
    expect(await isStaff(carol, COURSE)).toBe(true);
    expect(await isStaff(carol, COURSE)).toBe(true);
    expect(asked).toEqual([
      {
        path: '/api/course_home/course_metadata/course-v1%3ADemo%2BExams%2B2030',
        authorization: 'JWT token-of-carol',
      },
    ]);
    now += 61_000;
    answer.body = JSON.stringify({ original_user_is_staff: false });
    expect(await isStaff(carol, COURSE)).toBe(false);
    expect(asked).toHaveLength(2);
  });

  it('is remembered for each person and course alone', async () => {
    const isStaff = open();
    await isStaff(carol, COURSE);
    answer = { status: 404, body: '' };
    expect(await isStaff({ userId: 8, token: 'another' }, COURSE)).toBe(false);
    expect(await isStaff(carol, 'course-v1:Other+One+2030')).toBe(false);
    expect(asked).toHaveLength(3);
  });

  it.each([
    ['fails', { status: 500, body: '' }],
    ['answers something else', { status: 200, body: '{}' }],
  ])('is no while Open edX %s, which is not remembered as an answer, nor asked again at once', async (_, failure) => {
    const isStaff = open();
    const good = answer;
    answer = failure;
    expect(await isStaff(carol, COURSE)).toBe(false);
    expect(await isStaff(carol, COURSE)).toBe(false);
    expect([asked.length, warnings]).toEqual([1, 1]);
    answer = good;
    // The rest after a failure is this process's own: another one asks and learns it.
    expect(await open()(carol, COURSE)).toBe(true);
  });
});

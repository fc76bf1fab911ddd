import { describe, expect, it } from 'vitest';
import { Placeholders } from '../../conformance/runner/placeholders.ts';

const START = Date.parse('2030-01-01T00:00:00Z');
const fresh = () => new Placeholders({ startedAt: START, base: 'http://127.0.0.1:9000', withTimeStyle: false });

describe('placeholders', () => {
  it('number ids of a kind in the order of their appearance, wherever they stand', () => {
    const placeholders = fresh();
    const answer = { id: 41, attempt_code: 'x', proctored_exam: { id: 7, content_id: 'c' }, user_id: '3' };
    expect(placeholders.replaceIn(answer)).toEqual({
      id: '<int:attempt1>',
      attempt_code: 'x',
      proctored_exam: { id: '<int:exam1>', content_id: 'c' },
      user_id: '<str:user1>',
    });
    expect(placeholders.replaceIn({ exam_attempt_id: 42, url: '/attempt/41/ready' })).toEqual({
      exam_attempt_id: '<int:attempt2>',
      url: '/attempt/<int:attempt1>/ready',
    });
  });

  it('stand for times, remaining seconds, codes and addresses', () => {
    const code = '0F8FAD5B-D9CB-469F-A165-70867728950E';
    expect(
      fresh().replaceIn({
        started_at: '2030-01-01T01:00:00.123456Z',
        due_date: '2040-05-06T07:08:09Z',
        time_remaining_seconds: 59.6,
        code,
        again: code.toLowerCase(),
        link: 'http://127.0.0.1:9000/x',
        detail: 'Wording of its own.',
      }),
    ).toEqual({
      started_at: '<datetime:+3600s>',
      due_date: '<datetime@2040-05-06T07:08:09>',
      time_remaining_seconds: '<secs:60>',
      code: '<UUID:1>',
      again: '<uuid:1>',
      link: '<base>/x',
      detail: '<text>',
    });
  });

  it('show what a token claims, without what differs every time', () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const token = `${part({ alg: 'HS256' })}.${part({ user_id: 5, exp: 1, jti: 'x' })}.c2lnbmF0dXJl`;
    expect(fresh().replaceInText(token)).toBe('<jwt HS256 {"user_id":"<int:user1>"}>');
  });
});

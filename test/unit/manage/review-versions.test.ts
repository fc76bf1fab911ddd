import { expect, it } from 'vitest';
import { toReview } from '../../../manage/import/review-versions.ts';
import type { CommentRow, PastReviewRow, ReviewRow } from '../../../manage/import/source/rows.ts';

const post = { attempt_code: 'CODE', raw_data: '{}', video: null, reviewed_by_id: null, is_attempt_active: true };
const review: ReviewRow = {
  ...post,
  id: 1,
  review_status: 'Clean',
  created: 10,
  modified: 30,
  student_id: 2,
  exam_id: 3,
};
const past = (status: string, until: number): PastReviewRow => ({ ...post, review_status: status, created: until });
const remark = (comment: string, created: number): CommentRow => ({
  review_id: 1,
  start_time: 0,
  stop_time: 1,
  duration: 1,
  status: 'x',
  comment,
  created,
});
const encrypt = (link: string) => Buffer.from(`<${link}>`);
const textsOf = (comments: readonly { comment: string }[]) => comments.map(({ comment }) => comment);

it('gives each post the remarks that came with it', () => {
  const comments = [remark('first', 11), remark('second', 21)];
  const made = toReview(review, { past: [past('Suspicious', 20)], comments, encrypt });
  expect(made.past.map((each) => [each.reviewStatus, each.until, textsOf(each.comments)])).toEqual([
    ['Suspicious', 20, ['first']],
  ]);
  expect(textsOf(made.comments)).toEqual(['second']);
});

it('keeps the remarks of a review that was only saved again', () => {
  const made = toReview(review, { past: [past('Clean', 20)], comments: [remark('only', 11)], encrypt });
  expect(textsOf(made.comments)).toEqual(['only']);
});

it('encrypts the link of old versions, and leaves an encrypted one as it is', () => {
  const made = (video: ReviewRow['video']) => toReview({ ...review, video }, { past: [], comments: [], encrypt }).video;
  expect(made('link')).toBe(Buffer.from('<link>').toString('base64'));
  expect(made(Buffer.from('secret'))).toBe(Buffer.from('secret').toString('base64'));
  expect(made('')).toBeNull();
});

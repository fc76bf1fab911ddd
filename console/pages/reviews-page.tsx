import { useState } from 'react';
import { readReviewQueue } from '../api/calls.ts';
import { usePages } from '../api/use-pages.ts';
import type { ReviewOfQueue } from '../api/shapes.ts';
import { SurroundingsContext, useActs } from '../acts/acts-context.ts';
import { Comments, RecordingButton } from '../attempt/reviews.tsx';
import { serverNow } from '../time/server-clock.ts';
import { Choice } from '../ui/choice.tsx';
import { Empty } from '../ui/empty.tsx';
import { Learner } from '../ui/learner.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { PagedView } from '../ui/paged-view.tsx';
import { useSingleKeys } from '../ui/single-keys.ts';
import { Time } from '../ui/time.tsx';
import { t, tFor, tn } from '../words/words.ts';

/** Everything in the queue, or only what is past its promise. */
const STATES = ['waiting', 'late'] as const;

function Review({ review, course }: { review: ReviewOfQueue; course: string }) {
  const acts = useActs();
  const { attempt } = review;
  const isLate = Date.parse(review.due_at) < serverNow();
  return (
    <article className="card review" tabIndex={-1}>
      <header className="review-head">
        <h2>
          <Learner learner={attempt.learner} attempt={{ course, exam: attempt.exam, id: attempt.id }} />
        </h2>
        <p className={`small ${isLate ? 'tone-trouble' : 'quiet'}`}>
          {t(isLate ? 'reviews.late' : 'reviews.due')} <Time at={Date.parse(review.due_at)} form="day" />
        </p>
      </header>
      <p>
        {review.exam_name} ·{' '}
        <strong>{review.status === null ? t('reviews.asked') : tFor('verdict', review.status)}</strong>
        <span className="quiet small">
          {' · '}
          {t('reviews.since')} <Time at={Date.parse(review.waiting_since)} form="day" />
        </span>
        {review.revisions > 1 && <span className="quiet small"> · {tn('reviews.revisions', review.revisions)}</span>}
      </p>
      <Comments comments={review.comments} />
      <div className="buttons">
        {review.recording && <RecordingButton id={attempt.id} />}
        <button
          type="button"
          className="button"
          onClick={() => acts.ask('set-status', attempt, { status: 'verified' })}
        >
          {t('reviews.verify')}
        </button>
        <button
          type="button"
          className="button"
          onClick={() => acts.ask('set-status', attempt, { status: 'rejected' })}
        >
          {t('reviews.reject')}
        </button>
      </div>
    </article>
  );
}

/** Reviews that wait for a person's decision, oldest first. */
export default function ReviewsPage({ course }: { course: string }) {
  const [place, setPlace] = useState(0);
  const [state, setState] = useState<(typeof STATES)[number]>('waiting');
  const pages = usePages(`reviews ${course} ${state}`, async (cursor, signal) => {
    const { reviews, next } = await readReviewQueue(course, { state, cursor }, signal);
    return { items: reviews, next };
  });
  const next = () => {
    const all = document.querySelectorAll<HTMLElement>('.review');
    all[place % Math.max(1, all.length)]?.focus();
    setPlace(place + 1);
  };
  useSingleKeys({ n: next });
  return (
    <SurroundingsContext value={{ course, exam: null, onRow: pages.answer.reload }}>
      <div className="page">
        <PageHead title={t('nav.reviews')} course={course}>
          <Choice
            label={t('reviews.state')}
            value={state}
            options={STATES.map((each) => [each, t(`reviews.state.${each}`)])}
            onChoice={setState}
          />
          <button type="button" className="button" onClick={next} disabled={pages.items.length === 0}>
            {t('reviews.next')} <kbd>n</kbd>
          </button>
        </PageHead>
        <PagedView
          pages={pages}
          empty={<Empty title={t('reviews.queue_empty')}>{t('reviews.queue_empty_next')}</Empty>}
        >
          {(items) => items.map((review) => <Review key={review.attempt.id} review={review} course={course} />)}
        </PagedView>
      </div>
    </SurroundingsContext>
  );
}

import { openRecording, readAttemptReviews } from '../api/calls.ts';
import { useAnswer } from '../api/use-answer.ts';
import type { AttemptReviews } from '../api/shapes.ts';
import { formatDuration } from '../time/format.ts';
import { AnswerView } from '../ui/answer-view.tsx';
import { Failure } from '../ui/failure.tsx';
import { Time } from '../ui/time.tsx';
import { useSending } from '../ui/use-sending.ts';
import { t, tFor } from '../words/words.ts';

type Comment = AttemptReviews['revisions'][number]['comments'][number];

/** Opens the recording; that is written down. */
export function RecordingButton({ id }: { id: number }) {
  const { failure, send } = useSending();
  const open = () =>
    void send(async () => {
      window.open((await openRecording(id)).url, '_blank', 'noopener,noreferrer');
    });
  return (
    <>
      <button type="button" className="button" onClick={open}>
        {t('reviews.recording')}
      </button>
      {failure && <Failure error={failure} />}
    </>
  );
}

export function Comments({ comments }: { comments: readonly Comment[] }) {
  if (comments.length === 0) return <p className="quiet small">{t('reviews.no_comments')}</p>;
  return (
    <ul className="plain comments">
      {comments.map((comment) => (
        <li key={`${comment.start} ${comment.text}`}>
          <span className="numbers">
            {formatDuration(comment.start)}–{formatDuration(comment.stop)}
          </span>
          <span>{comment.text}</span>
          <span className="quiet small">{comment.status}</span>
        </li>
      ))}
    </ul>
  );
}

/** Every post of the provider about an attempt. */
export function Reviews({ id }: { id: number }) {
  const reviews = useAnswer(`reviews ${id}`, (signal) => readAttemptReviews(id, signal));
  return (
    <section className="section" aria-labelledby="reviews-title">
      <h2 id="reviews-title">{t('reviews.title')}</h2>
      <AnswerView answer={reviews} lines={2}>
        {({ revisions, recording }) => (
          <>
            {revisions.length === 0 && <p className="quiet">{t('reviews.none')}</p>}
            {revisions.map((revision) => (
              <article key={revision.number} className="revision">
                <p>
                  <strong>{tFor('verdict', revision.status)}</strong>{' '}
                  <span className="quiet small">
                    {t('reviews.revision', { number: revision.number })} ·{' '}
                    <Time at={Date.parse(revision.received_at)} form="day" />
                    {revision.by !== null && ` · ${revision.by}`}
                  </span>
                </p>
                <Comments comments={revision.comments} />
              </article>
            ))}
            {recording && <RecordingButton id={id} />}
          </>
        )}
      </AnswerView>
    </section>
  );
}

import type { ReactNode } from 'react';
import type { Answered } from '../api/use-answer.ts';
import { Failure, Stale } from './failure.tsx';
import { Skeleton } from './skeleton.tsx';

/** Shows an answer in each of its states: loading, failed, out of date, or there. */
export function AnswerView<Answer>({
  answer,
  lines,
  children,
}: {
  answer: Answered<Answer>;
  lines?: number;
  children: (data: Answer) => ReactNode;
}) {
  const { data, error, reload } = answer;
  if (data === null) {
    if (error) return <Failure error={error} onRetry={reload} />;
    return <Skeleton {...(lines !== undefined && { lines })} />;
  }
  return (
    <>
      {error && <Stale error={error} onRetry={reload} />}
      {children(data)}
    </>
  );
}

import { attemptPath } from './addresses.ts';
import { Link } from 'wouter';

interface LearnerProps {
  /** Id, user name and full name. */
  learner: readonly [number | null, string, string];
  /** The attempt that the name links to. */
  attempt?: { course: string; exam: number; id: number } | null;
}

/** A learner by name and user name. */
export function Learner({ learner: [, username, name], attempt }: LearnerProps) {
  const shown = name || username;
  const href = attempt && attemptPath(attempt.course, attempt.exam, attempt.id);
  return (
    <>
      {href ? <Link href={href}>{shown}</Link> : shown} <span className="quiet small">{username}</span>
    </>
  );
}

import type { ExamOfBoard } from '../api/shapes.ts';
import { Empty } from '../ui/empty.tsx';
import { Time } from '../ui/time.tsx';
import { t } from '../words/words.ts';

/** A board without rows: nobody has begun, or nobody matches. */
export function BoardEmpty({ isBare, exam, onClear }: { isBare: boolean; exam: ExamOfBoard; onClear: () => void }) {
  if (isBare) {
    return (
      <Empty title={t('board.empty')}>
        <p>
          {t('board.empty_next')}
          {exam.due_at !== null && (
            <>
              {' '}
              {t('today.due')} <Time at={exam.due_at} />.
            </>
          )}
        </p>
      </Empty>
    );
  }
  return (
    <Empty title={t('board.no_match')}>
      <button type="button" className="button" onClick={onClear}>
        {t('board.clear')}
      </button>
    </Empty>
  );
}

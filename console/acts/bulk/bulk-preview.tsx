import type { BulkPreview as Preview } from '../../api/shapes.ts';
import { t, tn } from '../../words/words.ts';

interface BulkPreviewProps {
  preview: Preview;
  nameOf: (id: number) => string;
  /** Attempts are removed: how many is typed. */
  isCounted: boolean;
  count: string;
  onCount: (count: string) => void;
}

/** For how many it will be done, for whom not, and why. */
export function BulkPreview({
  preview: { will, will_not: willNot },
  nameOf,
  isCounted,
  count,
  onCount,
}: BulkPreviewProps) {
  return (
    <>
      <output className="preview">
        <strong>{tn('bulk.will', will)}</strong>
        {willNot.length > 0 && <> {tn('bulk.will_not', willNot.length)}</>}
      </output>
      {willNot.length > 0 && (
        <details className="bulk-will-not" open={willNot.length <= 5}>
          <summary>{t('bulk.why_not')}</summary>
          <ul>
            {willNot.map(({ id, detail }) => (
              <li key={id}>
                {nameOf(id)} <span className="quiet">– {detail}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {isCounted && (
        <label className="field">
          <span>{t('bulk.type_count', { count: String(will) })}</span>
          <input
            className="input input-number"
            inputMode="numeric"
            autoComplete="off"
            value={count}
            onChange={(event) => onCount(event.target.value)}
          />
        </label>
      )}
    </>
  );
}

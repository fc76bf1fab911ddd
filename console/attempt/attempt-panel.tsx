import { useEffect, useRef } from 'react';
import { readTimeline } from '../api/calls.ts';
import { useAnswer } from '../api/use-answer.ts';
import { useRow } from '../board/use-board.ts';
import type { BoardStore } from '../board/store.ts';
import { AnswerView } from '../ui/answer-view.tsx';
import { t } from '../words/words.ts';
import { AttemptHead } from './attempt-head.tsx';
import { AttemptSections } from './attempt-sections.tsx';

interface AttemptPanelProps {
  id: number;
  store: BoardStore;
  /** Address of the board. */
  base: string;
  onClose: () => void;
}

/** One attempt beside its board. It is read again whenever its row changes. */
export default function AttemptPanel({ id, store, base, onClose }: AttemptPanelProps) {
  const row = useRow(store, id);
  const timeline = useAnswer(`timeline ${id}`, (signal) => readTimeline(id, signal));
  const panel = useRef<HTMLElement>(null);
  const { reload } = timeline;
  const version = row?.v;
  const seen = useRef(version);
  useEffect(() => {
    if (seen.current !== undefined && seen.current !== version) reload();
    seen.current = version;
  }, [version, reload]);
  useEffect(() => {
    panel.current?.focus({ preventScroll: true });
  }, []);
  return (
    <section ref={panel} className="panel" aria-label={t('attempt.label')} tabIndex={-1}>
      <button type="button" className="button button-quiet panel-close" onClick={onClose}>
        <span aria-hidden="true">✕</span> {t('close')}
      </button>
      {row ? <AttemptHead row={row} store={store} base={base} /> : <h1>{t('attempt.number', { id: String(id) })}</h1>}
      <AnswerView answer={timeline} lines={8}>
        {(data) => <AttemptSections timeline={data} row={row} course={store.head?.exam.course ?? null} />}
      </AnswerView>
    </section>
  );
}

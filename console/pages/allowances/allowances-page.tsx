import { useState } from 'react';
import { allowancesFile, readAllowances } from '../../api/calls.ts';
import { usePages } from '../../api/use-pages.ts';
import type { Allowance, GrantableExam } from '../../api/shapes.ts';
import { Choice } from '../../ui/choice.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Learner } from '../../ui/learner.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { SearchForm } from '../../ui/search-form.tsx';
import { t, tFor } from '../../words/words.ts';
import { EditDialog } from './edit-dialog.tsx';
import { GrantDialog, KINDS } from './grant-dialog.tsx';
import { ImportDialog } from './import-dialog.tsx';

type Open = 'grant' | 'import' | Allowance | null;

/** What it grants; for a multiplier also how many minutes that is on the exam. */
function valueText({ kind, value, minutes }: Allowance): string {
  if (minutes === null) return value;
  const inMinutes = t('time.minutes', { minutes });
  return kind === 'multiplier' ? `${value} × (${inMinutes})` : inMinutes;
}

/** Who has been granted what, why, by whom and until when. */
export default function AllowancesPage({ course }: { course: string }) {
  const [asked, setAsked] = useState('');
  const [kind, setKind] = useState<'' | (typeof KINDS)[number]>('');
  const [exam, setExam] = useState('');
  const [exams, setExams] = useState<readonly GrantableExam[]>([]);
  const [open, setOpen] = useState<Open>(null);
  const pages = usePages(`allowances ${course} ${exam} ${kind} ${asked}`, async (cursor, signal) => {
    const query = { exam, kind, q: asked, cursor };
    const page = await readAllowances(course, query, signal);
    setExams(page.exams);
    return { items: page.allowances, next: page.next };
  });
  const { reload } = pages.answer;
  const close = () => setOpen(null);
  return (
    <div className="page">
      <PageHead title={t('nav.allowances')} course={course}>
        <SearchForm label={t('allowances.search')} onSearch={setAsked} />
        <Choice
          label={t('allowances.exam')}
          value={exam}
          options={[['', t('all')], ...exams.map(({ id, name }) => [String(id), name] as const)]}
          onChoice={setExam}
        />
        <Choice
          label={t('allowances.kind')}
          value={kind}
          options={[['', t('all')], ...KINDS.map((each) => [each, tFor('allowance', each)] as const)]}
          onChoice={setKind}
        />
        <button type="button" className="button button-main" onClick={() => setOpen('grant')}>
          {t('allowances.grant')}
        </button>
        <button type="button" className="button" onClick={() => setOpen('import')}>
          {t('allowances.import')}
        </button>
        <a className="button" href={allowancesFile(course)} download="allowances.csv">
          {t('allowances.export')}
        </a>
      </PageHead>
      <PagedTable
        pages={pages}
        caption={t('nav.allowances')}
        keyOf={({ id }) => id}
        empty={<Empty title={t(asked + kind + exam === '' ? 'allowances.none' : 'board.no_match')} />}
        columns={[
          {
            title: t('column.learner'),
            render: ({ learner, exam: of, used_by: id }) => (
              <Learner learner={learner} attempt={id === null ? null : { course, exam: of, id }} />
            ),
          },
          { title: t('allowances.exam'), render: ({ exam_name }) => exam_name },
          { title: t('allowances.kind'), render: ({ kind: what }) => tFor('allowance', what) },
          { title: t('allowances.value'), render: valueText },
          { title: t('log.reason'), render: ({ reason }) => reason ?? '–' },
          { title: t('allowances.by'), render: ({ by }) => by ?? '–' },
          { title: t('allowances.expires'), render: ({ expires_on }) => expires_on ?? '–' },
          {
            title: t('allowances.used'),
            render: ({ used_by }) => t(used_by === null ? 'allowances.unused' : 'allowances.begun'),
          },
          {
            title: t('column.acts'),
            render: (allowance) => (
              <button type="button" className="button button-small" onClick={() => setOpen(allowance)}>
                {t('allowances.edit')}
              </button>
            ),
          },
        ]}
      />
      {open === 'grant' && <GrantDialog course={course} exams={exams} onClose={close} onDone={reload} />}
      {open === 'import' && <ImportDialog course={course} onClose={close} onDone={reload} />}
      {open !== null && typeof open === 'object' && (
        <EditDialog
          key={open.id}
          course={course}
          allowance={open}
          exam={exams.find(({ id }) => id === open.exam)}
          onClose={close}
          onDone={reload}
        />
      )}
    </div>
  );
}

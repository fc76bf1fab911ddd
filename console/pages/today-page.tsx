import { boardPath } from '../ui/addresses.ts';
import { useEffect } from 'react';
import { Link } from 'wouter';
import { readToday } from '../api/calls.ts';
import { useAnswer } from '../api/use-answer.ts';
import type { TodayExam } from '../api/shapes.ts';
import { serverNow } from '../time/server-clock.ts';
import { AnswerView } from '../ui/answer-view.tsx';
import { Empty } from '../ui/empty.tsx';
import { Time } from '../ui/time.tsx';
import { useTitle } from '../ui/title.ts';
import { VendorTrouble } from './vendor-trouble.tsx';
import { t, tn } from '../words/words.ts';

const DAY_MS = 24 * 60 * 60_000;
const READ_EVERY_MS = 15_000;
const ENDING_MS = 30 * 60_000;

type Section = 'running' | 'ending' | 'other';

function sectionOf({ counts, last_end }: TodayExam, now: number): Section {
  if (counts.running + counts.asked_to_end + counts.stopped === 0) return 'other';
  return last_end !== null && last_end - now <= ENDING_MS ? 'ending' : 'running';
}

function Figure({ label, value, tone }: { label: string; value: number; tone?: string }) {
  return (
    <div className={`figure ${value > 0 && tone ? tone : ''}`}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function ExamCard({ each }: { each: TodayExam }) {
  const { exam, course, counts, trouble, first_end, last_end, refused_effects } = each;
  return (
    <li className="card exam-card">
      <h3>
        <Link href={boardPath(course, exam.id)}>{exam.name}</Link>
      </h3>
      <p className="quiet small">{course}</p>
      <dl className="figures">
        <Figure label={t('today.trouble')} value={trouble} tone="tone-trouble" />
        <Figure label={t('phase.running')} value={counts.running + counts.asked_to_end} tone="tone-running" />
        <Figure label={t('today.not_begun')} value={counts.not_started + counts.getting_ready} />
        <Figure label={t('phase.handed_in')} value={counts.handed_in + counts.done} />
        <Figure label={t('phase.in_review')} value={counts.in_review} />
      </dl>
      <p className="small">
        {first_end !== null && last_end !== null ? (
          <>
            {t('today.ends')} <Time at={first_end} />
            {last_end - first_end >= 60_000 && (
              <>
                –<Time at={last_end} />
              </>
            )}
          </>
        ) : (
          exam.due_at !== null && (
            <>
              {t('today.due')} <Time at={exam.due_at} />
            </>
          )
        )}
        {refused_effects > 0 && <span className="tone-trouble"> · {tn('today.refused', refused_effects)}</span>}
      </p>
    </li>
  );
}

function Sections({ exams }: { exams: readonly TodayExam[] }) {
  if (exams.length === 0) return <Empty title={t('today.empty')}>{t('today.empty_next')}</Empty>;
  const now = serverNow();
  const bySection = Object.groupBy(exams, (each) => sectionOf(each, now));
  return (['ending', 'running', 'other'] as const).map((section) => {
    const own = bySection[section];
    if (!own) return null;
    return (
      <section key={section} aria-labelledby={`today-${section}`}>
        <h2 id={`today-${section}`}>{t(`today.section.${section}`)}</h2>
        <ul className="cards">
          {own
            .toSorted((one, other) => other.trouble - one.trouble)
            .map((each) => (
              <ExamCard key={each.exam.id} each={each} />
            ))}
        </ul>
      </section>
    );
  });
}

/** Exams of the last and the next 24 hours, what runs first. */
export default function TodayPage() {
  useTitle(t('nav.today'));
  const today = useAnswer('today', (signal) => {
    const now = Math.floor(serverNow());
    return readToday(now - DAY_MS, now + DAY_MS, signal);
  });
  const { reload } = today;
  useEffect(() => {
    const timer = setInterval(reload, READ_EVERY_MS);
    return () => clearInterval(timer);
  }, [reload]);
  return (
    <div className="page">
      <h1>{t('nav.today')}</h1>
      <VendorTrouble />
      <AnswerView answer={today}>{(exams) => <Sections exams={exams} />}</AnswerView>
    </div>
  );
}

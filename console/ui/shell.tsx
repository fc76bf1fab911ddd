import { coursePage } from './addresses.ts';
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useZone, ZONE_CHOICES, type ZoneChoice } from '../time/zone.ts';
import { isServed } from '../api/is-served.ts';
import { t } from '../words/words.ts';
import { Mark } from './mark.tsx';
import { coursesOf, isOperator, useMe } from './me.ts';
import { useSingleKeys } from './single-keys.ts';
import { oncePainted } from './until-painted.ts';
import { UserMenu, type ZoneProps } from './user-menu.tsx';

const KeysDialog = lazy(() => import('./keys-dialog.tsx'));
const SessionEnd = lazy(oncePainted(() => import('./session-end.tsx')));

function NavLink({ href, children }: { href: string; children: ReactNode }) {
  const [location] = useLocation();
  const isCurrent = location === href;
  return (
    <Link href={href} className="nav-link" {...(isCurrent && { 'aria-current': 'page' as const })}>
      {children}
    </Link>
  );
}

/** The course that a page is about, or the only one of the person. */
function useCourse(): string | null {
  const [location] = useLocation();
  const me = useMe();
  const inPath = /^\/courses\/([^/]+)/.exec(location)?.[1];
  if (inPath !== undefined) return decodeURIComponent(inPath);
  const courses = coursesOf(me);
  return courses.length === 1 ? (courses[0] ?? null) : null;
}

const IN_COURSE = ['reviews', 'allowances', 'onboarding'] as const;

function Navigation() {
  const course = useCourse();
  const seesAllEffects = isOperator(useMe());
  const inCourse = (page: string) => coursePage(course ?? '', page);
  const [, navigate] = useLocation();
  const goTo = (page: (typeof IN_COURSE)[number]) => () => {
    if (course !== null) navigate(inCourse(page));
  };
  useSingleKeys({ 'g b': () => navigate('/'), 'g a': goTo('allowances'), 'g r': goTo('reviews') });
  return (
    <nav className="nav" aria-label={t('nav.label')}>
      <NavLink href="/">{t('nav.today')}</NavLink>
      {course !== null && (
        <>
          {IN_COURSE.filter((page) => isServed(`/courses/{course}/${page}`)).map((page) => (
            <NavLink key={page} href={inCourse(page)}>
              {t(`nav.${page}`)}
            </NavLink>
          ))}
        </>
      )}
      {isServed('/effects') && (seesAllEffects || course !== null) && (
        <NavLink href={seesAllEffects ? '/effects' : inCourse('effects')}>{t('nav.effects')}</NavLink>
      )}
      {isServed('/acts') && <NavLink href="/log">{t('nav.log')}</NavLink>}
    </nav>
  );
}

function ZonePicker({ choice, onChoice }: { choice: ZoneChoice; onChoice: (choice: ZoneChoice) => void }) {
  const { name } = useZone();
  return (
    <label className="zone">
      <span className="visually-hidden">{t('zone.label')}</span>
      <select
        className="select select-quiet"
        value={choice}
        onChange={(event) => onChoice(ZONE_CHOICES.find((each) => each === event.target.value) ?? 'exam')}
      >
        {ZONE_CHOICES.map((each) => (
          <option key={each} value={each}>
            {each === choice && each !== 'utc' ? `${t(`zone.${each}`)} · ${name}` : t(`zone.${each}`)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What stands around every page. A new page takes the focus, so that it is read from its beginning. */
export function Shell({ zoneChoice, onZoneChoice, children }: ZoneProps & { children: ReactNode }) {
  const [location] = useLocation();
  const { session_ends_at: endsAt } = useMe();
  const [isListingKeys, setListingKeys] = useState(false);
  useSingleKeys({ '?': () => setListingKeys(true) });
  const main = useRef<HTMLElement>(null);
  const page = location.replace(/\/attempts\/.*$/, '');
  const shownPage = useRef(page);
  useEffect(() => {
    if (shownPage.current === page) return;
    shownPage.current = page;
    main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [page]);
  return (
    <>
      <a className="skip" href="#main">
        {t('nav.skip')}
      </a>
      <header className="bar">
        <Link href="/" className="brand">
          <Mark />
          <span>{t('brand')}</span>
        </Link>
        <Navigation />
        <ZonePicker choice={zoneChoice} onChoice={onZoneChoice} />
        <UserMenu zoneChoice={zoneChoice} onZoneChoice={onZoneChoice} onListKeys={() => setListingKeys(true)} />
      </header>
      {endsAt !== null && (
        <Suspense fallback={null}>
          <SessionEnd key={endsAt} endsAt={endsAt} onOver={() => window.location.reload()} />
        </Suspense>
      )}
      <main id="main" ref={main} tabIndex={-1}>
        {children}
      </main>
      <Suspense fallback={null}>{isListingKeys && <KeysDialog onClose={() => setListingKeys(false)} />}</Suspense>
    </>
  );
}

import { lazy, Suspense, useMemo } from 'react';
import { Route, Router, Switch } from 'wouter';
import { readMe } from './api/calls.ts';
import { useAnswer } from './api/use-answer.ts';
import type { Me } from './api/shapes.ts';
import { ActsLayer } from './acts/acts-layer.tsx';
import { BoardPage } from './board/board-page.tsx';
import { zoneName, ZONE_CHOICES, ZoneContext } from './time/zone.ts';
import { Failure } from './ui/failure.tsx';
import { BASE } from './ui/addresses.ts';
import { useKeptChoice } from './ui/kept-choice.ts';
import { MeContext } from './ui/me.ts';
import { Shell } from './ui/shell.tsx';
import { Skeleton } from './ui/skeleton.tsx';
import { currentLanguage } from './words/words.ts';

// What a board does not need is loaded when it is looked at.
const AllowancesPage = lazy(() => import('./pages/allowances/allowances-page.tsx'));
const BulkPage = lazy(() => import('./pages/bulk/bulk-page.tsx'));
const EffectsPage = lazy(() => import('./pages/effects/effects-page.tsx'));
const LogPage = lazy(() => import('./pages/log-page.tsx'));
const NotFoundPage = lazy(() => import('./pages/not-found-page.tsx'));
const OnboardingPage = lazy(() => import('./pages/onboarding-page.tsx'));
const ReviewsPage = lazy(() => import('./pages/reviews-page.tsx'));
const SettingsPage = lazy(() => import('./pages/settings-page.tsx'));
const SignInPage = lazy(() => import('./pages/sign-in-page.tsx'));
const TodayPage = lazy(() => import('./pages/today-page.tsx'));

function SignedIn({ me }: { me: Me }) {
  const [choice, choose] = useKeptChoice('zone', ZONE_CHOICES, 'exam');
  const zone = useMemo(() => ({ name: zoneName(choice, me.zone), locale: currentLanguage() }), [choice, me.zone]);
  return (
    <MeContext value={me}>
      <ZoneContext value={zone}>
        <ActsLayer>
          <Shell zoneChoice={choice} onZoneChoice={choose}>
            <Suspense fallback={<Skeleton />}>
              <Switch>
                <Route path="/" component={TodayPage} />
                <Route path="/courses/:course/exams/:exam/settings">
                  {({ course, exam }) => <SettingsPage course={decodeURIComponent(course)} exam={Number(exam)} />}
                </Route>
                <Route path="/courses/:course/exams/:exam/attempts/:id">
                  {({ course, exam, id }) => (
                    <BoardPage course={decodeURIComponent(course)} exam={Number(exam)} attempt={Number(id)} />
                  )}
                </Route>
                <Route path="/courses/:course/exams/:exam">
                  {({ course, exam }) => (
                    <BoardPage course={decodeURIComponent(course)} exam={Number(exam)} attempt={null} />
                  )}
                </Route>
                <Route path="/courses/:course/allowances">
                  {({ course }) => <AllowancesPage course={decodeURIComponent(course)} />}
                </Route>
                <Route path="/courses/:course/onboarding">
                  {({ course }) => <OnboardingPage course={decodeURIComponent(course)} />}
                </Route>
                <Route path="/courses/:course/reviews">
                  {({ course }) => <ReviewsPage course={decodeURIComponent(course)} />}
                </Route>
                <Route path="/courses/:course/effects">
                  {({ course }) => <EffectsPage course={decodeURIComponent(course)} />}
                </Route>
                <Route path="/effects">
                  <EffectsPage />
                </Route>
                <Route path="/bulk/:id">{({ id }) => <BulkPage id={id} />}</Route>
                <Route path="/log" component={LogPage} />
                <Route component={NotFoundPage} />
              </Switch>
            </Suspense>
          </Shell>
        </ActsLayer>
      </ZoneContext>
    </MeContext>
  );
}

/** The console: signed in, or the way there. */
export function App() {
  const { data: me, error, reload } = useAnswer('me', readMe);
  if (me) {
    return (
      <Router base={BASE}>
        <SignedIn me={me} />
      </Router>
    );
  }
  if (error?.status === 401 || error?.status === 403) {
    return (
      <Suspense fallback={null}>
        {/* Anew: what the browser asked for early was refused. */}
        <SignInPage onSignedIn={() => location.reload()} />
      </Suspense>
    );
  }
  if (error) {
    return (
      <main className="alone">
        <Failure error={error} onRetry={reload} />
      </main>
    );
  }
  return null;
}

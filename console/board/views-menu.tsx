import { useId, useState, type FormEvent } from 'react';
import { readCourseViews, readViews, removeCourseView, saveViews, shareView } from '../api/calls.ts';
import type { CourseView, SavedView } from '../api/shapes.ts';
import { useAnswer } from '../api/use-answer.ts';
import { AnswerView } from '../ui/answer-view.tsx';
import { Failure } from '../ui/failure.tsx';
import { isStaffOf, useMe } from '../ui/me.ts';
import { useSending } from '../ui/use-sending.ts';
import { t } from '../words/words.ts';
import { PLAIN_VIEW, readView, writeView, type ViewState } from './view-state.ts';
import { ViewsList } from './views-list.tsx';

interface ViewsMenuProps {
  course: string;
  view: ViewState;
  onView: (view: ViewState) => void;
}

interface ViewsProps extends ViewsMenuProps {
  views: readonly SavedView[];
  shared: readonly CourseView[];
  onChanged: () => void;
}

/** What is saved of a view: not what is searched for, which names somebody, nor a group, which belongs to one exam. */
const queryOf = (view: ViewState) => writeView({ ...view, search: '', group: null }).replace(/^\?/, '');

function Views({ course, views, shared, view, onView, onChanged }: ViewsProps) {
  const me = useMe();
  const [name, setName] = useState('');
  const { failure, send } = useSending();
  const written = { name: name.trim(), query: queryOf(view) };
  const change = (call: () => Promise<unknown>) =>
    void send(async () => {
      await call();
      onChanged();
      setName('');
    });
  const without = (gone: string) => views.filter((each) => each.name !== gone);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (written.name !== '') change(() => saveViews([...without(written.name), written]));
  };
  const isGlobal = me.roles.some(({ role }) => role === 'global_staff');
  const choose = ({ query }: SavedView) => onView(readView(query));
  return (
    <>
      {views.length === 0 && <p className="menu-note">{t('views.none')}</p>}
      <ViewsList
        title={t('views.mine')}
        views={views}
        onChoose={choose}
        onRemove={(each) => change(() => saveViews(without(each.name)))}
      />
      <ViewsList
        title={t('views.shared')}
        views={shared}
        onChoose={choose}
        mayRemove={(each) => isGlobal || each.shared_by[0] === me.user.id}
        onRemove={(each) => change(() => removeCourseView(course, each.id))}
      />
      <button type="button" className="menu-item" onClick={() => onView(PLAIN_VIEW)}>
        {t('views.plain')}
      </button>
      <form className="menu-form" onSubmit={save}>
        <label className="field">
          <span>{t('views.name')}</span>
          <input className="input" maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        <button type="submit" className="button button-small" disabled={written.name === ''}>
          {t('views.save')}
        </button>
        {isStaffOf(me, course) && (
          <button
            type="button"
            className="button button-small"
            disabled={written.name === ''}
            onClick={() => change(() => shareView(course, written))}
          >
            {t('views.share')}
          </button>
        )}
      </form>
      {failure && <Failure error={failure} />}
    </>
  );
}

/** The views that the person has saved and those that the course's team shares, and a way to save or share this one. */
export default function ViewsMenu(props: ViewsMenuProps) {
  const { course } = props;
  const id = useId();
  const views = useAnswer(`views ${course}`, async (signal) => {
    const [own, shared] = await Promise.all([readViews(signal), readCourseViews(course, signal)]);
    return { own: own.views, shared: shared.views };
  });
  return (
    <div className="menu-place">
      <button type="button" className="button" popoverTarget={id}>
        {t('views.title')}
      </button>
      <div id={id} popover="auto" className="menu">
        <AnswerView answer={views} lines={1}>
          {({ own, shared }) => <Views {...props} views={own} shared={shared} onChanged={views.reload} />}
        </AnswerView>
      </div>
    </div>
  );
}

import { useId } from 'react';
import type { SavedView } from '../api/shapes.ts';
import { t } from '../words/words.ts';

interface ViewsListProps<View extends SavedView> {
  title: string;
  views: readonly View[];
  onChoose: (view: View) => void;
  /** Those of a person they may all remove. */
  mayRemove?: (view: View) => boolean;
  onRemove: (view: View) => void;
}

/** Saved views to choose from; nothing where there are none. */
export function ViewsList<View extends SavedView>(props: ViewsListProps<View>) {
  const { title, views, onChoose, mayRemove = () => true, onRemove } = props;
  const id = useId();
  if (views.length === 0) return null;
  return (
    <>
      <p id={id} className="menu-note">
        {title}
      </p>
      <ul className="plain" aria-labelledby={id}>
        {views.map((view) => (
          <li key={view.name} className="column-choice">
            <button type="button" className="menu-item" onClick={() => onChoose(view)}>
              {view.name}
            </button>
            {mayRemove(view) && (
              <button
                type="button"
                className="button button-quiet button-small"
                aria-label={t('views.remove', { name: view.name })}
                onClick={() => onRemove(view)}
              >
                <span aria-hidden="true">✕</span>
              </button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

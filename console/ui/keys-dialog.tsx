import { t } from '../words/words.ts';
import { Dialog } from './dialog.tsx';

/** What each key does, by its text. */
const KEYS = [
  [['/'], 'search'],
  [['j', 'k'], 'rows'],
  [['Enter', 'Esc'], 'open'],
  [['x'], 'select'],
  [['r', 'p', 'e', 'n'], 'acts'],
  [['.'], 'order'],
  [['g b', 'g a', 'g r'], 'pages'],
  [['?'], 'list'],
] as const;

/** The keys of the console, as `?` shows them. */
export default function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      <dl className="facts keys">
        {KEYS.map(([keys, name]) => (
          <div key={name}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(`keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
      <p className="quiet small">{t('keys.off')}</p>
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={onClose}>
          {t('close')}
        </button>
      </div>
    </Dialog>
  );
}

import { useState, type FormEvent } from 'react';
import { changeNote, readNotes } from '../api/calls.ts';
import type { Note } from '../api/shapes.ts';
import { useAnswer } from '../api/use-answer.ts';
import { AnswerView } from '../ui/answer-view.tsx';
import { Failure } from '../ui/failure.tsx';
import { Time } from '../ui/time.tsx';
import { useSending } from '../ui/use-sending.ts';
import { t, tFor } from '../words/words.ts';

interface NoteProps {
  note: Note;
  /** The attempt that is looked at. */
  attempt: number;
  onChanged: () => void;
}

function EditedNote({ note, onChanged, onClose }: NoteProps & { onClose: () => void }) {
  const [text, setText] = useState(note.text);
  const { failure, send } = useSending();
  const save = (event: FormEvent) => {
    event.preventDefault();
    void send(async () => {
      await changeNote(note, text.trim());
      onChanged();
      onClose();
    });
  };
  return (
    <form onSubmit={save}>
      <label className="field">
        <span>{t('act.note.text')}</span>
        <textarea className="input" rows={3} required value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      {failure && <Failure error={failure} />}
      <div className="buttons">
        <button type="submit" className="button button-main button-small" disabled={text.trim() === ''}>
          {t('save')}
        </button>
        <button type="button" className="button button-small" onClick={onClose}>
          {t('cancel')}
        </button>
      </div>
    </form>
  );
}

function NoteLine(props: NoteProps) {
  const { note, attempt } = props;
  const [isEdited, setEdited] = useState(false);
  if (isEdited) return <EditedNote {...props} onClose={() => setEdited(false)} />;
  const facts = [
    `${note.by_name || note.by} (${tFor('role', note.role)})`,
    ...(note.kind === 'incident' ? [t('notes.incident')] : []),
    ...(note.category === 'other' ? [] : [tFor('category', note.category)]),
    ...(note.attempt_id === attempt ? [] : [t('attempt.number', { id: String(note.attempt_id) })]),
    ...(note.edited_at === null ? [] : [t('notes.edited')]),
  ];
  return (
    <>
      <p className="note-text">
        {note.flag === true && <span className="badge badge-flag">{t('row.flag')}</span>}
        {note.flag === false && <span className="badge">{t('notes.unflagged')}</span>} {note.text}
      </p>
      <p className="quiet small">
        <Time at={Date.parse(note.at)} form="seconds" /> · {facts.join(' · ')}
      </p>
      {note.editable_until !== null && (
        <button type="button" className="button button-small" onClick={() => setEdited(true)}>
          {t('notes.edit')}
        </button>
      )}
    </>
  );
}

/** What staff wrote about the learner; `count` as the row says it, so that a new note is read. */
export function Notes({ id, count }: { id: number; count: number }) {
  const notes = useAnswer(`notes ${id}`, (signal) => readNotes(id, signal), count);
  return (
    <section className="section" aria-labelledby="notes-title">
      <h2 id="notes-title">{t('notes.title')}</h2>
      <AnswerView answer={notes} lines={1}>
        {({ notes: all }) =>
          all.length === 0 ? (
            <p className="quiet">{t('notes.none')}</p>
          ) : (
            <ul className="plain">
              {all.map((note) => (
                <li key={note.id} className="note">
                  <NoteLine note={note} attempt={id} onChanged={notes.reload} />
                </li>
              ))}
            </ul>
          )
        }
      </AnswerView>
    </section>
  );
}

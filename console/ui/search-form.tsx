import { useState } from 'react';
import { t } from '../words/words.ts';

/** A field whose text is looked for once it is sent. */
export function SearchForm({ label, onSearch }: { label: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState('');
  return (
    <form
      className="field-line"
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(text.trim());
      }}
    >
      <label className="field field-row">
        <span>{label}</span>
        <input
          type="search"
          className="input"
          value={text}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <button type="submit" className="button">
        {t('log.filter')}
      </button>
    </form>
  );
}

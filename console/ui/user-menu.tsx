import { useState } from 'react';
import { endSession } from '../api/calls.ts';
import { ZONE_CHOICES, type ZoneChoice } from '../time/zone.ts';
import { LANGUAGES, currentLanguage, t, type Language } from '../words/words.ts';
import { Choice } from './choice.tsx';
import { keepChoice, useKeptChoice } from './kept-choice.ts';
import { useMe } from './me.ts';
import { chooseTheme, readTheme, THEMES } from './theme.ts';

async function signOut(): Promise<void> {
  await endSession().catch(() => null);
  location.assign('/console/');
}

export interface ZoneProps {
  zoneChoice: ZoneChoice;
  onZoneChoice: (choice: ZoneChoice) => void;
}

/** Who is signed in, and how this browser shows the console. */
export function UserMenu({ zoneChoice, onZoneChoice, onListKeys }: ZoneProps & { onListKeys: () => void }) {
  const me = useMe();
  const [theme, setTheme] = useState(readTheme);
  const [keys, setKeys] = useKeptChoice('keys', ['on', 'off'], 'on');
  return (
    <div className="menu-place">
      <button type="button" className="button button-quiet" popoverTarget="user-menu">
        {me.user.name || me.user.username}
      </button>
      <div id="user-menu" popover="auto" className="menu">
        <p className="menu-note">
          {me.user.username} · {t(`role.${me.roles[0]?.role ?? 'course_staff'}`)}
        </p>
        <div className="only-narrow">
          <Choice
            label={t('zone.label')}
            value={zoneChoice}
            options={ZONE_CHOICES.map((value) => [value, t(`zone.${value}`)])}
            onChoice={onZoneChoice}
          />
        </div>
        <Choice
          label={t('user.theme')}
          value={theme}
          options={THEMES.map((value) => [value, t(`theme.${value}`)])}
          onChoice={(value) => {
            chooseTheme(value);
            setTheme(value);
          }}
        />
        <Choice
          label={t('user.language')}
          value={currentLanguage()}
          options={Object.entries(LANGUAGES) as [Language, string][]}
          onChoice={(value) => {
            keepChoice('language', value);
            location.reload();
          }}
        />
        <Choice
          label={t('user.keys')}
          value={keys}
          options={[
            ['on', t('user.keys_on')],
            ['off', t('user.keys_off')],
          ]}
          onChoice={setKeys}
        />
        <button type="button" className="button" onClick={onListKeys}>
          {t('user.keys_list')}
        </button>
        {me.signed_in_by === 'session' && (
          <button type="button" className="button" onClick={() => void signOut()}>
            {t('user.sign_out')}
          </button>
        )}
      </div>
    </div>
  );
}

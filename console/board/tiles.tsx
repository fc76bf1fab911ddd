import { memo } from 'react';
import type { Phase } from '../../rules/board/phases.ts';
import { t } from '../words/words.ts';
import type { Counts } from '../api/shapes.ts';
import type { Tone } from './status.ts';
import type { ViewState } from './view-state.ts';

const TILES: readonly (readonly [Phase, string, Tone])[] = [
  ['not_started', '○', 'ready'],
  ['getting_ready', '◌', 'ready'],
  ['running', '▶', 'running'],
  ['asked_to_end', '◧', 'running'],
  ['stopped', '■', 'resume'],
  ['handed_in', '✓', 'handed-in'],
  ['in_review', '◎', 'review'],
  ['done', '✓✓', 'verified'],
  ['declined', '–', 'quiet'],
];

interface TileProps {
  symbol: string;
  word: string;
  count: number;
  tone: Tone;
  isOn: boolean;
  onToggle: () => void;
}

function Tile({ symbol, word, count, tone, isOn, onToggle }: TileProps) {
  return (
    <button
      type="button"
      className={`tile tone-${tone} ${count === 0 ? 'tile-empty' : ''}`}
      aria-pressed={isOn}
      onClick={onToggle}
    >
      <span className="tile-count numbers">{count}</span>
      <span className="tile-word">
        <span aria-hidden="true">{symbol}</span> {word}
      </span>
    </button>
  );
}

interface TilesProps {
  counts: Counts;
  /** How many are in trouble. */
  trouble: number;
  view: ViewState;
  onChange: (change: Partial<ViewState>) => void;
}

/** How many are where; each is a filter. */
export const Tiles = memo(function Tiles({ counts, trouble, view, onChange }: TilesProps) {
  const toggle = (phase: Phase) => {
    const phases = view.phases.includes(phase) ? view.phases.filter((each) => each !== phase) : [...view.phases, phase];
    onChange({ phases, troubleOnly: false });
  };
  return (
    <fieldset className="tiles">
      <legend className="visually-hidden">{t('board.tiles')}</legend>
      <Tile
        symbol="▲"
        word={t('phase.trouble')}
        count={trouble}
        tone="trouble"
        isOn={view.troubleOnly}
        onToggle={() => onChange({ troubleOnly: !view.troubleOnly, phases: [] })}
      />
      {TILES.map(([phase, symbol, tone]) => (
        <Tile
          key={phase}
          symbol={symbol}
          word={t(`phase.${phase}`)}
          count={counts[phase]}
          tone={tone}
          isOn={view.phases.includes(phase)}
          onToggle={() => toggle(phase)}
        />
      ))}
    </fieldset>
  );
});

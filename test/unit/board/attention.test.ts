import { describe, expect, it } from 'vitest';
import { STATUSES } from '../../../rules/attempt/statuses.ts';
import { attentionOf, isTrouble, type AttentionFacts } from '../../../rules/board/attention.ts';
import { PHASE_OF, PHASES } from '../../../rules/board/phases.ts';

const NOW = 1_000_000_000;
const running: AttentionFacts = {
  status: 'started',
  ends: NOW + 3_600_000,
  heard: NOW,
  paused: null,
  effects: [0, 0],
  waiting: null,
};
const of = (facts: Partial<AttentionFacts>) => attentionOf({ ...running, ...facts }, NOW, 180_000);

describe('attention', () => {
  it('is on an error before everything else, and then on whatever needs a person', () => {
    expect(of({ status: 'error', effects: [0, 1] })).toBe('error');
    expect(of({ heard: NOW - 181_000, effects: [0, 1] })).toBe('silent');
    expect(of({ effects: [1, 1], waiting: 'vendor' })).toBe('refused_effect');
    expect(of({ effects: [1, 0], waiting: 'vendor', ends: NOW + 1 })).toBe('waiting');
    expect(of({ ends: NOW + 300_000 })).toBe('ends_soon');
    expect(of({})).toBe('running');
    expect(of({ status: 'ready_to_resume', ends: null, heard: null })).toBe('ready_to_resume');
  });

  it('falls on a pause of more than two hours, which may have been forgotten', () => {
    const pausedFor = (hours: number) => of({ ends: null, heard: null, paused: NOW - hours * 3_600_000 - 1 });
    expect([pausedFor(1), pausedFor(2)]).toEqual(['running', 'forgotten_pause']);
    expect(isTrouble('forgotten_pause')).toBe(true);
  });

  it('does not fall on a silence within the window, nor on one after the end', () => {
    expect(of({ heard: NOW - 180_000 })).toBe('running');
    expect(of({ status: 'submitted', ends: null, heard: null })).toBe('rest');
  });

  it('is trouble only where something is wrong', () => {
    expect((['error', 'silent', 'refused_effect', 'waiting'] as const).every(isTrouble)).toBe(true);
    expect((['ends_soon', 'running', 'ready_to_resume', 'rest'] as const).some(isTrouble)).toBe(false);
  });
});

it('every status has a phase, and every phase a status', () => {
  expect(Object.keys(PHASE_OF).toSorted()).toEqual([...STATUSES].toSorted());
  expect(new Set(Object.values(PHASE_OF))).toEqual(new Set(PHASES));
});

import { readChoice, keepChoice } from './kept-choice.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export const readTheme = (): Theme => readChoice('theme', THEMES, 'system');

/** Shows the page in a theme; `light-dark()` follows the colour scheme. */
export function applyTheme(theme: Theme): void {
  document.documentElement.style.colorScheme = theme === 'system' ? 'light dark' : theme;
}

export function chooseTheme(theme: Theme): void {
  keepChoice('theme', theme);
  applyTheme(theme);
}

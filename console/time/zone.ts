import { createContext, use } from 'react';
import type { Zone } from './format.ts';

export const ZONE_CHOICES = ['exam', 'mine', 'utc'] as const;
export type ZoneChoice = (typeof ZONE_CHOICES)[number];

/** Name of the chosen zone; `site` is that of the site. */
export function zoneName(choice: ZoneChoice, site: string): string {
  if (choice === 'utc') return 'UTC';
  return choice === 'exam' ? site : Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export const ZoneContext = createContext<Zone>({ name: 'UTC', locale: 'en' });

/** The zone in which times are shown. */
export function useZone(): Zone {
  return use(ZoneContext);
}

import { AMOUNTS } from './oddities/amounts.ts';
import { ENCODINGS } from './oddities/encodings.ts';
import { FRAMING } from './oddities/framing.ts';
import type { Oddity } from './oddities/request.ts';

/** What schemathesis cannot send, by name. */
export const ODDITIES: Record<string, Oddity> = { ...AMOUNTS, ...ENCODINGS, ...FRAMING };

import type { ComponentType } from 'react';
import type { ActAnswer, ExamOfBoard, Row } from '../api/shapes.ts';
import type { Zone } from '../time/format.ts';
import type { ReasonCategory } from '../../rules/attempt/events.ts';
import type { Surroundings } from './acts-context.ts';
import type { ActName } from './names.ts';
import type { Payload } from './payload.ts';

/** What an act is done to. */
export interface ActTarget {
  row: Row;
  /** Null away from a board. */
  exam: ExamOfBoard | null;
}

export type { Payload };

export interface FieldsProps extends ActTarget {
  payload: Payload;
  onChange: (payload: Payload) => void;
}

export interface Words extends ActTarget {
  payload: Payload;
  zone: Zone;
  now: number;
}

/** An act that was carried out. */
export interface Done {
  act: ActName;
  row: Row;
  /** Null where the call answers something else. */
  answer: ActAnswer | null;
  around: Surroundings;
}

/** One act: its form, and what is said before it is done. Its call is `POST /attempts/{id}/acts/{name}`. */
export interface Act {
  name: ActName;
  /** Grave acts have a red button. */
  isGrave?: true;
  reason: 'required' | 'optional' | 'none';
  /** The category that fits most often; without a target where there is none yet. */
  category?: (target: ActTarget | null) => ReasonCategory;
  payload?: (target: ActTarget) => Payload;
  Fields?: ComponentType<FieldsProps>;
  /** What will follow, in a sentence. */
  preview?: (words: Words) => string | null;
  /** What may be a slip. */
  warnings?: (words: Words) => string[];
  /** Whether what is filled in can be sent. */
  isComplete?: (words: Words) => boolean;
}

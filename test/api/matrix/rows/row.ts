import type { CallerKind } from '../../../../api/permissions/scopes.ts';
import type { Circumstances, Things } from '../things.ts';

/** Made from what the request is about, and from who asks. */
export type For<Value> = (things: Things, as: CallerKind) => Value;

/** The attempt, or other things that belong to it as well. */
export type UsedUp = 'attempt' | 'things';

/** What a request says besides its method and address. */
export interface Said {
  body?: For<unknown>;
  query?: For<Record<string, string>>;
  /** In place of the parameters of those names. */
  path?: For<Partial<Things>>;
  headers?: Record<string, string>;
  /** Where it is accepted, it leaves less of these to be done for whoever comes next, so everyone gets their own. */
  usesUp?: UsedUp;
  /** What the vendor has to answer, where that is not what it answers to everything. */
  vendorAnswers?: string;
}

/** Without anything, an empty body, which is refused, if at all, only to those who may. */
export interface Row extends Said {
  /** A write: the same with what changes something, which those say who may not. */
  real?: Said;
  /** Later: many are told of it, which goes on for a while. Last: it takes exams away that others need. */
  comes?: 'later' | 'last';
  /** Who shows that it does; without it global staff, or else whoever may. */
  shownBy?: CallerKind;
  /** What must have happened to the attempt before it does. */
  after?: NonNullable<Circumstances['after']>;
  /** The same with ids that need not be sent. */
  also?: readonly Said[];
  /** A write that changes nothing that we keep: why. */
  changesNothing?: string;
  /** The answer has no end. */
  isStream?: true;
}

/** A request that says no more than its address. */
export const PLAIN: Row = {};

/** Nobody has this id. */
export const NOBODY = 999_999_999;

export const sends = (body: For<unknown>): Said => ({ body });
/** What ends the attempt. */
export const ends = (body: For<unknown>): Said => ({ body, usesUp: 'attempt' });
/** Ends the attempt and says no more than its address, which everyone who may is asked for about one of their own. */
export const REMOVES: Row = { usesUp: 'attempt', real: { usesUp: 'attempt' } };
/** Says no more than its address, and uses up what that names. */
export const usesUp = (usedUp: UsedUp): Row => ({ real: { usesUp: usedUp } });
export const asks = (query: For<Record<string, string>>): Said => ({ query });
export const namesExam: For<object> = ({ exam_id }) => ({ exam_id });

/** Asks for an attempt on an exam that is not there, or on one where the caller has none. */
export const BEGINS: Row = { body: () => ({ exam_id: NOBODY }), real: sends(namesExam) };

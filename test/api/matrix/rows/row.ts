import type { CallerKind } from '../../../../api/permissions/scopes.ts';
import type { Circumstances, Things } from '../things.ts';

/** Made from what the request is about, and from who asks. */
export type For<Value> = (things: Things, as: CallerKind) => Value;

/** What a request says besides its method and address. */
export interface Said {
  body?: For<unknown>;
  query?: For<Record<string, string>>;
  /** In place of the parameters of those names. */
  path?: For<Partial<Things>>;
  headers?: Record<string, string>;
}

/** Without anything, an empty body, which is refused, if at all, only to those who may. */
export interface Row extends Said {
  /** A write: the same with what changes something, which those say who may not. */
  real?: Said;
  /** What staff must have done to the attempt before it does. */
  after?: NonNullable<Circumstances['after']>;
  /** The same with ids that need not be sent. */
  also?: readonly Said[];
  /** A write that changes nothing that we keep: why. */
  changesNothing?: string;
  /** The answer has no end. */
  isStream?: true;
  /** The call uses its attempt up, so everyone who may gets one of their own. */
  usesUp?: true;
}

/** A request that says no more than its address. */
export const PLAIN: Row = {};

/** Nobody has this id. */
export const NOBODY = 999_999_999;

export const sends = (body: For<unknown>): Said => ({ body });
export const asks = (query: For<Record<string, string>>): Said => ({ query });
export const namesExam: For<object> = ({ exam_id }) => ({ exam_id });

/** Asks for an attempt on an exam that is not there, or on one where the caller has none. */
export const BEGINS: Row = { body: () => ({ exam_id: NOBODY }), real: sends(namesExam) };

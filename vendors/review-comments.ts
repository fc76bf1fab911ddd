/** Comments that one review may have in one list: one for every few seconds of the longest exam. */
export const MOST_COMMENTS = 2_000;

/** What `npm run fuzz` was asked for. */
export const SEED = Number(process.env.FUZZ_SEED ?? 1);
/** Requests of each operation as each role. */
export const EXAMPLES = Number(process.env.FUZZ_EXAMPLES ?? 1);

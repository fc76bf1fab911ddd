/** The Postgres of a Temporal server, as a part whose processor time is told; the dev server's store is inside of it. */
export const TEMPORAL_STORE = 'temporal-store';

/** The parts of the service whose processor time is told apart. */
export const PARTS = ['api', 'worker', 'temporal', TEMPORAL_STORE, 'postgres'];

/** As a table names them. */
export const PART_TITLES = ['of which API', 'worker', 'Temporal', "Temporal's Postgres", 'Postgres'];

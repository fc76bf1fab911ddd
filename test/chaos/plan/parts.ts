/** The service with what it stands on, and the neighbours; Redis is the event bus of Open edX. */
export const SERVICE_PARTS = ['Worker', 'API', 'Temporal', 'Postgres'] as const;
export const NEIGHBOURS = ['Vendor', 'Mail', 'LMS', 'Redis'] as const;
/** What can be killed and paused, by the names that the supervisor knows. */
export const PART_NAMES = [...SERVICE_PARTS, ...NEIGHBOURS] as const;
/** Parts that read a clock of ours. */
export const CLOCKS = ['Worker', 'API'] as const;

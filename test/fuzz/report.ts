/** What came of the requests of a role; the accepted ones were not answered with an error. */
export interface Counts {
  /** Different ones. */
  operations: number;
  requests: number;
  accepted: number;
  findings: number;
}

const COLUMNS = ['operations', 'requests', 'accepted', 'findings'] as const;

/** Counts requests by role, as they are answered. */
export function createTally(roles: readonly string[]) {
  const operations = new Map(roles.map((role) => [role, new Set<string>()]));
  const byRole: Record<string, Counts> = Object.fromEntries(
    roles.map((role) => [role, { operations: 0, requests: 0, accepted: 0, findings: 0 }]),
  );
  return {
    byRole,
    note(role: string, operation: string, { isAccepted, isFinding }: { isAccepted: boolean; isFinding: boolean }) {
      const counts = byRole[role];
      if (!counts) throw new Error(`There is no role ${role}.`);
      counts.operations = operations.get(role)?.add(operation).size ?? 0;
      counts.requests += 1;
      counts.accepted += Number(isAccepted);
      counts.findings += Number(isFinding);
    },
  };
}

/** The counts as a table, by role. */
export function tableOf(title: string, byRole: Record<string, Counts>): string {
  const line = (name: string, cells: readonly (string | number)[]) =>
    `  ${name.padEnd(14)}${cells.map((cell) => String(cell).padStart(12)).join('')}`;
  const rows = Object.entries(byRole).map(([role, counts]) =>
    line(role, COLUMNS.map((column) => counts[column])),
  ); // prettier-ignore
  return [`\n${title}`, line('role', COLUMNS), ...rows].join('\n');
}

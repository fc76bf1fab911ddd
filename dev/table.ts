import { PEOPLE, type Person } from './people.ts';

/** One line of the table of addresses; rows without an address are left out. */
export type Row = [name: string, address: string | undefined];

function role(person: Person): string {
  if (person.administrator) return 'global staff';
  if (person.staffOf) return 'course staff';
  return person.invigilates ? 'invigilator' : 'learner';
}

/** The addresses of everything that runs, and who can sign in. */
export function table(rows: Row[]): string {
  const shown = rows.filter(([, address]) => address !== undefined);
  const width = Math.max(...shown.map(([name]) => name.length)) + 2;
  const people = Object.values(PEOPLE).map((person) => `${person.username} (${role(person)})`);
  return [
    ...shown.map(([name, address]) => `  ${name.padEnd(width)}${address}`),
    `  ${'People'.padEnd(width)}${people.join(', ')}`,
    `  ${'Tokens'.padEnd(width)}npm run token -- --user alice`,
  ].join('\n');
}

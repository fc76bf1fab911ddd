import pg from 'pg';

/** The SQL that a shell script gives to psql between `<<'SQL'` and `SQL`. */
export function sqlOf(script: string): string {
  const text = /<<'SQL'\n([^]*?)\nSQL\n/.exec(script)?.[1];
  if (text === undefined) throw new Error('The script has no SQL.');
  return text;
}

/**
 * Carries out what psql would, with the few of its commands that our scripts use: `\getenv` and `:'name'`, and `\gexec`, which
 * runs each value of a result as a statement.
 */
export async function runPsql(client: pg.Client, text: string, environment: Record<string, string>): Promise<void> {
  const variables = new Map<string, string>();
  const own = text.replaceAll(/^\\getenv (\w+) (\w+)$/gm, (_line, name: string, variable: string) => {
    variables.set(name, environment[variable] ?? '');
    return '';
  });
  const filled = own.replaceAll(/:'(\w+)'/g, (_word, name: string) => pg.escapeLiteral(variables.get(name) ?? ''));
  for (const statement of filled.split(/;\n|;$|(?<=\\gexec)\n/).filter((each) => each.trim() !== '')) {
    const query = statement.replace(/\\gexec\s*$/, '');
    const { rows } = await client.query<Record<string, string>>(query);
    if (query === statement) continue;
    for (const value of rows.flatMap(Object.values)) await client.query(value);
  }
}

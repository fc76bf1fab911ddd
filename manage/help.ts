import type { Command, Option, OwnCommand, PrintedCommand } from './command.ts';

function optionLines(options: Record<string, Option>): string[] {
  const rows = Object.entries(options).map(([name, { short, value, help }]) => {
    const names = `${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
    return [names, help] as const;
  });
  const width = Math.max(...rows.map(([names]) => names.length)) + 2;
  return rows.map(([names, help]) => `  ${names.padEnd(width)}${help}`);
}

/** The list of the commands. */
export function overview(commands: readonly (Command | OwnCommand | PrintedCommand)[]): string {
  return [
    'npm run manage -- COMMAND [OPTIONS]',
    '',
    ...commands.flatMap(({ name, summary }) => [`  ${name}`, `      ${summary}`]),
    '',
    'npm run manage -- COMMAND --help shows the options of a command. Set DATABASE_URL and TEMPORAL_ADDRESS as for the service.',
  ].join('\n');
}

/** Everything about one command. */
export function commandHelp(command: Command | OwnCommand | PrintedCommand, common: Record<string, Option>): string {
  return [
    `npm run manage -- ${command.name} [OPTIONS]`,
    '',
    command.summary,
    command.notes,
    '',
    ...optionLines({ ...command.options, ...common }),
  ].join('\n');
}

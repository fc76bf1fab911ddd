import { ENVIRONMENT } from '../../config.ts';
import { isThere, readText } from './files.ts';

const COMMANDS = 'manage/commands';

/** What is wrong with a command of our image: its file, or the subcommand of the operators' command line. */
export function problemsOfCommand(command: readonly string[]): string[] {
  const [program, file = '', subcommand] = command;
  if (program !== 'node') return [`${command.join(' ')}: does not run node`];
  if (file === '-e') return [];
  const leftOut = readText('.dockerignore').split('\n');
  if (!isThere(file) || leftOut.includes(file.split('/', 1)[0] ?? '')) return [`${file} is not in the image`];
  const isManagement = file === 'manage/main.ts';
  return isManagement && !isThere(`${COMMANDS}/${subcommand}.ts`) ? [`there is no command ${subcommand}`] : [];
}

/** Which of the names are not settings of the service. */
export function unknownSettings(names: readonly string[]): string[] {
  return names.filter((name) => !(name in ENVIRONMENT.shape)).map((name) => `${name} is no setting`);
}

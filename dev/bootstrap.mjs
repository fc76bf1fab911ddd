// Runs a TypeScript file on the Node the project pins, installing the packages first when they are missing or outdated.
// Plain JavaScript without dependencies: it must run on any Node from 18 on, before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import module from 'node:module';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const pinnedNode = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

const readPackages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/** npm records what it installed in its own lock file, which an interrupted install does not write. */
function isInstalled() {
  const installedFile = join(modules, '.package-lock.json');
  if (!existsSync(installedFile) || !existsSync(pinnedNode)) return false;
  const installed = readPackages(installedFile);
  return Object.entries(readPackages(join(root, 'package-lock.json'))).every(([path, wanted]) => {
    if (path === '') return true;
    const found = installed[path];
    return found ? found.version === wanted.version : wanted.optional === true;
  });
}

function install() {
  console.log('Installing packages (npm ci) …');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--include=dev', '--include=optional', '--no-fund', '--no-audit', '--loglevel=error'];
  // The running Node may be the one in node_modules, which the installation removes: leave the work to the system's Node.
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.startsWith(modules));
  const env = { ...process.env, PATH: path.join(delimiter) };
  const options = { cwd: root, stdio: 'inherit', env };
  const result = npm?.endsWith('.js') ? spawnSync('node', [npm, ...args], options) : spawnSync('npm', args, options);
  if (result.status !== 0) {
    console.error('The packages could not be installed: see the messages above.');
    process.exit(result.status ?? 1);
  }
}

/** Hands over to the pinned Node and passes signals on, so that stopping this process stops the work. */
function runOnPinnedNode(target, args) {
  const child = spawn(pinnedNode, [target, ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  if (process.env.npm_lifecycle_event) whenAbandoned(() => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

/**
 * npm runs a script in a shell, and a signal to npm ends the shell but not what the shell runs. Then this process is
 * left without its parent, and takes that as the signal.
 */
function whenAbandoned(act) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    act();
  }, 250);
  watch.unref();
}

/**
 * Half of the processor time in which a process starts goes into compiling its modules, so Node keeps what it compiled
 * for the next time, here and in the processes that are started from here. Versions before 22 cannot.
 */
function keepCompiledModules() {
  const folder = join(modules, '.cache', 'node-compile-cache');
  process.env.NODE_COMPILE_CACHE ??= folder;
  module.enableCompileCache?.(folder);
}

const [file, ...args] = process.argv.slice(2);
const target = resolve(root, file);
if (!isInstalled()) install();
keepCompiledModules();
const pinnedMajor = readPackages(join(root, 'package-lock.json'))['node_modules/node'].version.split('.')[0];
if (process.versions.node.split('.')[0] === pinnedMajor) {
  process.argv.splice(1, 2, target);
  if (process.env.npm_lifecycle_event) whenAbandoned(() => process.kill(process.pid, 'SIGTERM'));
  await import(pathToFileURL(target).href);
} else {
  runOnPinnedNode(target, args);
}

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pythonWith } from '../python-environment.ts';
import { ROOT } from './files.ts';

/** The release of Kubernetes whose schemas count; the manifests use nothing newer. */
const KUBERNETES = '1.36';
const FOLDER = join(ROOT, 'deploy/kubernetes');

/**
 * Checks the form of the manifests with `kubernetes-validate`, strictly: what the schemas do not know is an error. It brings the
 * schemas along, so that only its installation needs the network. Returns how many documents passed, and what was said of the rest.
 */
export async function validateManifests(): Promise<{ passed: number; problems: string }> {
  const python = await pythonWith('kubernetes-validate', join(import.meta.dirname, 'requirements.txt'));
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml');
  const args = ['--strict', '--kubernetes-version', KUBERNETES, ...files.map((name) => join(FOLDER, name))];
  const { status, stdout, stderr } = spawnSync(join(python, '../kubernetes-validate'), args, { encoding: 'utf8' });
  const said = stdout + stderr;
  const passed = said.match(/ passed for resource /g)?.length ?? 0;
  return { passed, problems: status === 0 ? '' : said };
}

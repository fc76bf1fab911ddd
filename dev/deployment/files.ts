import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

/** The checkout. */
export const ROOT = join(import.meta.dirname, '../..');

export const readText = (file: string) => readFileSync(join(ROOT, file), 'utf8');
export const isThere = (file: string) => existsSync(join(ROOT, file));

/** A YAML file with one document, with its merges carried out. */
export const readYaml = (file: string): unknown => parse(readText(file), { merge: true });

const MANIFESTS = 'deploy/kubernetes';

/** The manifests of Kubernetes, each document with its file. */
export function readManifests(): { file: string; manifest: unknown }[] {
  const files = readdirSync(join(ROOT, MANIFESTS)).filter(
    (name) => name.endsWith('.yaml') && name !== 'kustomization.yaml',
  );
  return files.flatMap((name) => {
    const file = `${MANIFESTS}/${name}`;
    return parseAllDocuments(readText(file)).map((document) => ({ file, manifest: document.toJS() as unknown }));
  });
}

/** Names of the variables of a file of settings. */
export function namesIn(file: string): string[] {
  return [...readText(file).matchAll(/^([A-Z_]+)=/gm)].map(([, name = '']) => name);
}

import { expect, test } from 'vitest';
import { readManifests } from '../../../dev/deployment/files.ts';
import { manifestProblems } from '../../../dev/deployment/kubernetes.ts';

test('the manifests name settings, commands and secrets that exist, and every container is confined', () => {
  expect(readManifests().length).toBeGreaterThan(8);
  expect(manifestProblems()).toEqual([]);
});

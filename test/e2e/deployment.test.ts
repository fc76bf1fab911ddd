import { expect, it } from 'vitest';
import { readManifests } from '../../dev/deployment/files.ts';
import { validateManifests } from '../../dev/deployment/manifest-schemas.ts';

it("every manifest fits Kubernetes' own schemas, strictly", async () => {
  expect(await validateManifests()).toEqual({ passed: readManifests().length, problems: '' });
});

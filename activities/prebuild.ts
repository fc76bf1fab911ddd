// node activities/prebuild.ts: makes what a worker would otherwise make at its first start; for the image of a release.
import { loadMails } from '../emails/index.ts';
import { compiledWorkflows } from './compile-workflows.ts';

await Promise.all([compiledWorkflows(), loadMails()]);

// The table of docs/architecture.md, "Folders", as a check.
const OURS = '^(workflows|activities|api|temporal|db|emails|dev|test|bench)/';
const TEMPORAL_IN_WORKFLOWS = 'node_modules/@temporalio/(workflow|common)/';

const layer = (name, from, allowed, comment, forbidden = OURS) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: forbidden, pathNot: allowed },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'not-found', severity: 'error', from: {}, to: { couldNotResolve: true } },
    layer(
      'workflows-alone',
      '^workflows/',
      `^workflows/|${TEMPORAL_IN_WORKFLOWS}`,
      "workflows/ imports only itself and Temporal's workflow package",
      '.',
    ),
    layer(
      'rules-alone',
      '^workflows/exam-attempt/rules/',
      '^workflows/exam-attempt/rules/',
      'the rules import only each other',
      '.',
    ),
    layer(
      'activities',
      '^activities/',
      '^(activities|workflows|temporal|db|emails)/',
      'activities/ may import workflows types, temporal/, db/, emails/',
    ),
    layer(
      'api',
      '^api/(?!server\\.ts)',
      '^(api|workflows|temporal|db)/',
      'api/ may import workflow messages and rules, temporal/ and db/',
    ),
    layer(
      'api-server',
      '^api/server\\.ts',
      '^(api|workflows|temporal|db|activities)/',
      'the process wires the vendor and LMS clients into the API',
    ),
    layer('temporal-alone', '^temporal/', '^temporal/', 'temporal/ imports nothing of ours', `${OURS}|^config\\.ts`),
    layer('db-alone', '^db/', '^db/', 'db/ imports nothing of ours', `${OURS}|^config\\.ts`),
    layer('emails-alone', '^emails/', '^emails/', 'emails/ imports nothing of ours', `${OURS}|^config\\.ts`),
  ],
  options: {
    // TypeScript 7 has no API that this tool could use; swc parses the same syntax, type-only imports included.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};

// The table of docs/architecture.md, "Folders", as a check.
const OURS =
  '^(rules|workflows|activities|api|manage|temporal|telemetry|vendors|lms|emails|db|console|settings|dev|test|bench)/';
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
    layer('rules-alone', '^rules/', '^rules/', 'the rules import only each other', '.'),
    layer(
      'workflows',
      '^workflows/(?!.*client\\.ts)',
      `^(workflows/(?!.*client\\.ts)|rules/)|${TEMPORAL_IN_WORKFLOWS}`,
      "workflows/ imports the rules and Temporal's workflow package",
      '.',
    ),
    layer(
      'workflow-clients',
      '^workflows/.*client\\.ts',
      '^(workflows|rules|temporal|telemetry)/',
      "a workflow's client imports its messages and the rules",
    ),
    layer('db', '^db/', '^(db|rules)/', 'db/ may import the rules', `${OURS}|^config\\.ts`),
    layer('vendors', '^vendors/', '^(vendors|rules)/', 'vendors/ may import the rules'),
    layer('lms', '^lms/', '^(lms|rules|db)/', 'lms/ may import the rules and db/'),
    layer('emails-alone', '^emails/', '^emails/', 'emails/ imports nothing of ours', `${OURS}|^config\\.ts`),
    layer('settings-alone', '^settings/', '^settings/', 'settings/ imports nothing of ours', `${OURS}|^config\\.ts`),
    layer('temporal-alone', '^temporal/', '^temporal/', 'temporal/ imports nothing of ours', `${OURS}|^config\\.ts`),
    layer(
      'telemetry-alone',
      '^telemetry/',
      '^telemetry/',
      'telemetry/ imports nothing of ours',
      `${OURS}|^(config|service)\\.ts`,
    ),
    layer(
      'activities',
      '^activities/',
      '^(activities|workflows|rules|vendors|lms|emails|db|temporal|telemetry)/',
      'activities/ may import workflows, rules and the neighbours, but neither api/ nor manage/',
    ),
    layer(
      'api',
      '^api/',
      '^(api|workflows|rules|vendors|lms|db|temporal|telemetry)/',
      'api/ may import workflows, rules and the neighbours, but neither activities/ nor emails/',
    ),
    layer(
      'console',
      '^console/',
      '^(console|rules)/|^clients/typescript/schema[.]ts$',
      'console/ is a client of the API: it may import its types and the rules, and nothing else of ours',
      `${OURS}|^(config|service)\\.ts`,
    ),
    layer(
      'clients-alone',
      '^clients/',
      '^clients/',
      'clients/ imports nothing of ours',
      `${OURS}|^(config|service)\\.ts`,
    ),
    layer(
      'manage',
      '^manage/',
      '^(manage|workflows|rules|vendors|lms|db|temporal)/|^activities/store/transition-row\\.ts',
      'manage/ may import workflows, rules and the neighbours, but neither api/ nor activities/, except what the rows of a history are',
    ),
  ],
  options: {
    // TypeScript 7 has no API that this tool could use; swc parses the same syntax, type-only imports included.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // That parser reads no JSX; the linter has the same rule for those files (.oxlintrc.json). The page of
    // test/special-exams has packages of its own.
    exclude: { path: '^console/.*[.]tsx$|^console/dist/|^test/special-exams/page/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};

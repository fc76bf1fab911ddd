// The table of docs/architecture.md, "Folders", as a check.
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^(workflows|activities|api|db|emails|dev|test|bench)/', pathNot: allowed },
});
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    only('workflows-alone', '^workflows/', '^workflows/', 'workflows/ imports nothing of ours but itself'),
    only('rules-alone', '^workflows/exam-attempt/rules/', '^workflows/exam-attempt/rules/', 'the rules import only each other'),
    only('activities', '^activities/', '^(activities|workflows|db|emails)/', 'activities/ may import workflows types, db/, emails/'),
    only('api', '^api/(?!server\\.ts)', '^(api|workflows|db)/', 'api/ may import workflow messages and rules, and db/'),
    only('api-server', '^api/server\\.ts', '^(api|workflows|db|activities)/', 'the process wires the vendor and LMS clients into the API'),
    only('db-alone', '^db/', '^db/', 'db/ imports nothing of ours'),
    only('emails-alone', '^emails/', '^emails/', 'emails/ imports nothing of ours'),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};

const only = (name, comment, from, allowed) => ({
  name,
  comment,
  severity: 'error',
  from,
  to: { pathNot: allowed },
});
const npm = (...names) => names.map((n) => `node_modules/(@types/)?${n}(/|$)`);

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one idea or three: merge them or move the shared part out.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    only(
      'domain-is-pure',
      'Domain code imports domain code and listed pure libraries only: do I/O in an activity and pass the result in.',
      { path: '^domain/' },
      ['^domain/', ...npm('luxon', 'big.js', 'simple-statistics', 'feelin', 'ipaddr.js', 'zod')],
    ),
    {
      name: 'zod-in-schemas-only',
      comment: 'Shapes live in schema.ts; import the inferred type instead.',
      severity: 'error',
      from: { path: '^domain/', pathNot: 'schema\\.ts$|^domain/shapes\\.ts$' },
      to: { path: 'node_modules/zod' },
    },
    only(
      'workflows-tell-the-story',
      'A workflow imports the SDK and pure domain functions; effects belong in an activity, reached through proxies.ts.',
      { path: '^workflows/' },
      ['^workflows/', '^domain/', '^activities/', ...npm('@temporalio/workflow', '@temporalio/common')],
    ),
    {
      name: 'workflows-see-activity-types-only',
      comment: 'Use `import type` for activities: their code must stay out of the workflow bundle.',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: '^activities/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'workflows-see-schema-types-only',
      comment: 'Use `import type` from schema.ts (keeps zod out of the bundle) and keep feelin in activities.',
      severity: 'error',
      from: { path: '^workflows/' },
      to: {
        path: '^domain/.*schema\\.ts$|^domain/shapes\\.ts$|^domain/approval/condition\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'activities-do-not-serve',
      comment: 'Activities know stores, templates and workflow types; HTTP belongs to api/.',
      severity: 'error',
      from: { path: '^activities/' },
      to: { path: '^(api|bin)/|^worker\\.ts' },
    },
    {
      name: 'activities-see-workflow-types-only',
      comment: 'Use `import type` for what workflows export.',
      severity: 'error',
      from: { path: '^activities/' },
      to: { path: '^workflows/(?!ids\\.ts)', dependencyTypesNot: ['type-only'] },
    },
    only(
      'db-remembers',
      'Stores translate between rows and domain values: rules belong in domain/, effects in activities/.',
      { path: '^db/' },
      [
        ...['^db/', '^domain/', '^(node:)?(async_hooks|crypto|path|fs|fs/promises|stream|stream/promises)$'],
        ...npm('@opentelemetry/api', 'knex', 'pg', 'uuid', 'chinese-days', 'date-holidays'),
      ],
    ),
    {
      name: 'holidays-come-with-the-shipment',
      comment:
        'Holidays are shipped once, at start-up: read calendars from the database, where versions and own ones are.',
      severity: 'error',
      from: { pathNot: '^db/(calendars/|bootstrap\\.ts$)' },
      to: { path: '^db/calendars/|node_modules/(chinese-days|date-holidays)/' },
    },
    {
      name: 'templates-stand-alone',
      comment: 'Templates get plain data; they import nothing of the product but pure domain values.',
      severity: 'error',
      from: { path: '^templates/' },
      to: { path: '^(api|db|activities|workflows|bin)/' },
    },
    {
      name: 'templates-are-compiled-beforehand',
      comment:
        'What runs loads `handlebars/runtime` alone: templates are compiled by templates/compiler.ts, along with the product.',
      severity: 'error',
      from: { pathNot: '^templates/compiler\\.ts$' },
      to: { path: 'node_modules/handlebars/(?!runtime)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'one-place-compiles-templates',
      comment: 'Ask templates/specs.ts for a template; in the compiled product that file has no compiler behind it.',
      severity: 'error',
      from: { pathNot: '^(templates/specs|bin/parts/compiled)\\.ts$' },
      to: { path: '^templates/compiler\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'api-goes-through-the-gateway',
      comment: 'Only api/gateway.ts speaks to Temporal, and engine-status.ts for it: add the call you need there.',
      severity: 'error',
      from: { path: '^api/', pathNot: '^api/(gateway|engine-status)\\.ts$' },
      to: { path: 'node_modules/@temporalio/client' },
    },
    {
      name: 'api-does-not-run-workflows',
      comment: 'The API may import workflow messages and types, never workflow code or activities.',
      severity: 'error',
      from: { path: '^api/' },
      to: { path: '^(workflows/(?!messages\\.ts|ids\\.ts)|activities/)', dependencyTypesNot: ['type-only'] },
    },
    only(
      'codec-stands-alone',
      'The codec turns payloads into payloads; what it needs to know comes as an argument.',
      { path: '^codec/' },
      ['^codec/', '^config\\.ts$', '^(node:)?(crypto|zlib)$', ...npm('@temporalio/common', '@temporalio/proto')],
    ),
    {
      name: 'nobody-imports-a-composition-root',
      comment: 'bin/* and worker.ts wire things together; move what you need into a module both can import.',
      severity: 'error',
      from: { pathNot: '^(bin|chaos)/|^worker\\.ts$' },
      to: { path: '^bin/|^worker\\.ts' },
    },
    {
      name: 'chaos-stays-outside',
      comment: 'What breaks the product on purpose is no part of it: the product must not know of chaos/.',
      severity: 'error',
      from: { pathNot: '^(chaos|test)/' },
      to: { path: '^chaos/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
  },
};

const { availableParallelism } = require('node:os');

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '^.+\\.[tj]s$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } },
    ],
  },
  // ESM-only packages of the expression language are compiled like our own code.
  transformIgnorePatterns: [
    '/node_modules/(?!(feelin|lezer-feel|@lezer|@bpmn-io|temporal-polyfill|temporal-utils|temporal-spec|min-dash|bpmn-moddle|moddle|moddle-xml|saxen|file-type|@tokenizer|strtok3|token-types|uint8array-extras|@borewit|age-encryption|openid-client|oauth4webapi|jose|@noble|@scure)/)',
  ],
  modulePathIgnorePatterns: ['<rootDir>/.tenure/'],
  testTimeout: 60_000,
  // What a file loads is not all given back: a worker that has grown is replaced before it runs out of memory.
  workerIdleMemoryLimit: '1GB',
  // Most tests wait for a database, a mail or a workflow: two at once fill a machine with two cores.
  maxWorkers: Math.max(2, availableParallelism() - 1),
};

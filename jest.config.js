const { availableParallelism } = require('node:os');

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: '<rootDir>/test/jest/environment.js',
  runtime: '<rootDir>/test/jest/runtime.js',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '^.+\\.[tj]s$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } },
    ],
  },
  // The second holds whole releases of before, for one to take over from another (`chaos/releases.ts`).
  modulePathIgnorePatterns: ['<rootDir>/.tenure/', '<rootDir>/dist/chaos/releases/'],
  testTimeout: 60_000,
  // What a file loads is not all given back: a worker that has grown is replaced before it runs out of memory.
  workerIdleMemoryLimit: '1GB',
  // Most tests wait for a database, a mail or a workflow: two at once fill a machine with two cores.
  maxWorkers: Math.max(2, availableParallelism() - 1),
};

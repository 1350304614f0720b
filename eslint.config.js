// @ts-check
const js = require('@eslint/js');
const tseslint = require('typescript-eslint');

const CLOCKS = [
  { name: 'Date', message: 'Domain code is pure: take `now` (epoch milliseconds) as an argument.' },
  { name: 'process', message: 'Domain code is pure: settings are arguments.' },
];

module.exports = tseslint.config(
  { ignores: ['node_modules/', '.tenure/', 'dist/', 'coverage/', 'web/vendor/'] },
  js.configs.recommended,
  { files: ['**/*.ts'], extends: tseslint.configs.strictTypeChecked },
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: __dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Express 5 awaits its handlers and knex builders are thenable: arguments may be async.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'max-lines': ['error', { max: 250 }],
      'max-lines-per-function': ['error', { max: 40 }],
      'max-params': ['error', 3],
      'max-depth': ['error', 2],
      'no-console': 'error',
    },
  },
  {
    files: ['domain/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...CLOCKS],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Domain code is pure: randomness is an argument.' },
      ],
    },
  },
  {
    files: ['db/**/*.ts'],
    ignores: ['db/together.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'Promise',
          property: 'all',
          message: 'Within a transaction one connection answers one statement at a time: use together().',
        },
      ],
    },
  },
  // A migration is one block of SQL: splitting it would hide the schema.
  { files: ['db/migrations/**/*.ts'], rules: { 'max-lines-per-function': 'off' } },
  { files: ['bin/**/*.ts', 'chaos/**/*.ts', 'worker.ts', 'test/replay/record.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      // Jest's asymmetric matchers are typed any, and the columns of a truth table are parameters.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      'max-params': 'off',
    },
  },
  {
    files: ['**/*.js'],
    languageOptions: {
      globals: { require: 'readonly', module: 'writable', __dirname: 'readonly', process: 'readonly' },
    },
    rules: { 'no-undef': 'off' },
  },
  {
    files: ['web/**/*.js'],
    languageOptions: {
      globals: { document: 'readonly', window: 'readonly', fetch: 'readonly', EventSource: 'readonly' },
    },
  },
);

import type { Edit } from './edits';

/** An incompatible change that must not get past the replay, and the workflow that it breaks. */
export interface Mutation {
  readonly what: string;
  readonly workflow: string;
  readonly edit: Edit;
}

/** A name of the SDK as the bundler writes it. */
const SDK = String.raw`_temporalio_workflow__WEBPACK_IMPORTED_MODULE_\d+__`;

export const MUTATIONS: readonly Mutation[] = [
  {
    what: 'two activities swapped',
    workflow: 'engagementWorkflow',
    edit: {
      find: /(await \w+\.certain\.applyGate\(\{[^;]*\}\);)(\s*)(await this\.record\(this\.engagement, \{\s*type: 'engagement\.gate-decided'[^;]*;)/,
      put: '$3$2$1',
    },
  },
  {
    what: 'an activity left out',
    workflow: 'engagementWorkflow',
    edit: { find: /await \(0,\w+\.recorder\)\([^)]*\)\.recordSignature\([^;]*\);/, put: '' },
  },
  {
    what: 'an activity renamed',
    workflow: 'migrationWorkflow',
    edit: { find: /long\.inventoryDataset\(/, put: 'long.listDataset(' },
  },
  {
    what: 'an activity that runs elsewhere',
    workflow: 'purgeWorkflow',
    edit: { find: /(await \w+)\.steady\.purgeContents\(/, put: '$1.certain.purgeContents(' },
  },
  {
    what: 'a timer added',
    workflow: 'approvalWorkflow',
    edit: {
      find: /await story\.settle\(\);(\s*)while\(/,
      put: 'await story.settle();$1await __webpack_require__("./node_modules/@temporalio/workflow/lib/index.js").sleep(1000);while(',
    },
  },
  {
    what: 'a timer taken away',
    workflow: 'deletionWorkflow',
    edit: { find: /\(\(\)=>this\.moved, '1 day'\)/, put: '(()=>this.moved)' },
  },
  {
    what: 'a change no longer marked, for runs from before it',
    workflow: 'reviewWorkflow',
    edit: { find: /this\.changes\.has\('reviews-run-a-course'\)/, put: 'true' },
  },
  {
    what: 'a change given another name',
    workflow: 'sweepWorkflow',
    edit: { find: /patched\)\('digests'\)/, put: "patched)('daily-digests')" },
  },
  {
    what: 'a change taken back, for runs that have taken it',
    workflow: 'migrationWorkflow',
    edit: { find: new RegExp(String.raw`\(0,${SDK}\.patched\)\('findings-stay-out'\)`), put: 'false' },
  },
  {
    what: 'a child workflow of another name',
    workflow: 'engagementWorkflow',
    edit: { find: /startChild\)\('approvalWorkflow'/, put: "startChild)('requestWorkflow'" },
  },
  {
    what: 'something no longer shown where workflows are listed',
    workflow: 'approvalWorkflow',
    edit: { find: /if \(shown === this\.shown\) return;/, put: 'return;' },
  },
];

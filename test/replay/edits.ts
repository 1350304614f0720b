import type { WorkflowBundle } from '@temporalio/worker';

/** A change of the bundled workflows, as somebody might make it by mistake. */
export interface Edit {
  readonly find: RegExp;
  readonly put: string;
}

/** The bundle with the changes in it; each must meet exactly one place, so that none is without effect unnoticed. */
export function edited(bundle: WorkflowBundle, ...edits: readonly Edit[]): WorkflowBundle {
  return { code: edits.reduce(withEdit, codeOf(bundle)) };
}

function withEdit(code: string, { find, put }: Edit): string {
  const places = code.match(new RegExp(find, 'g'))?.length ?? 0;
  if (places !== 1) throw new Error(`${find} meets ${places} places of the bundle`);
  return code.replace(find, put);
}

function codeOf(bundle: WorkflowBundle): string {
  if (!('code' in bundle)) throw new Error('the bundle is a file');
  return bundle.code;
}

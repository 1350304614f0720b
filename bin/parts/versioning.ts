import { createHash } from 'node:crypto';
import type { WorkerOptions, WorkflowBundle } from '@temporalio/worker';
import type { ReleaseSettings } from '../../config';
import { ROOT } from './programs';

type Options = Pick<WorkerOptions, 'workerDeploymentOptions' | 'patchActivationCallback'>;

/** Options of a worker whose release takes over from another one, or runs beside it; none where that is not asked for. */
export function versioning(settings: Partial<ReleaseSettings>, bundle: WorkflowBundle): Options {
  const { deployment, buildId = buildIdOf(bundle), heldChanges = [] } = settings;
  const held = heldChanges.length > 0 && {
    patchActivationCallback: ({ patchId }: { readonly patchId: string }) => !heldChanges.includes(patchId),
  };
  if (deployment === undefined) return { ...held };
  return {
    ...held,
    workerDeploymentOptions: {
      version: { deploymentName: deployment, buildId },
      useWorkerVersioning: true,
      // What lives for years goes over to the next release; what is short is pinned by `workflows/pinned.ts`.
      defaultVersioningBehavior: 'AUTO_UPGRADE',
    },
  };
}

/** Names the workflows as they are: a release that leaves them as they were is no other version. */
export function buildIdOf(bundle: WorkflowBundle): string {
  if (!('code' in bundle)) throw new Error('the bundle is a file');
  // Neither where it stands nor where its lines came from.
  const code = bundle.code.replace(/\/\/# sourceMappingURL=.*/, '').replaceAll(ROOT, '');
  return createHash('sha256').update(code).digest('hex').slice(0, 16);
}

import type { Db } from '../../db/knex';
import { engagementStream } from '../../db/stores/audit';
import { isEnded, type State } from '../../domain/engagement/statuses';
import { engagementWorkflowId, requestWorkflowId } from '../../workflows/ids';
import type { RecordLine } from './differences';

/** All engagements and requests, with the status that their processes show in `TenureStage`. */
export async function recordLines(db: Db): Promise<readonly RecordLine[]> {
  const engagements = await db<{ id: string; state: State }>('engagements').select('id', 'state');
  const requests = await db<{ id: string; status: string; closed_at: Date | null }>('requests').select(
    'id',
    'status',
    'closed_at',
  );
  return [
    ...engagements.map(({ id, state }) => ({
      workflowId: engagementWorkflowId(id),
      status: state,
      isOpen: !isEnded(state),
      mayLinger: false,
    })),
    ...requests.map(({ id, status, closed_at: closedAt }) => ({
      workflowId: requestWorkflowId(id),
      status: `approval:${status}`,
      isOpen: closedAt === null,
      mayLinger: true,
    })),
  ];
}

/** Steps of an engagement in its trail that were recorded by its process after this version of it. */
export async function stepsInTrail(db: Db, engagementId: string, afterVersion: number): Promise<number> {
  const keys = await db<{ stream: string; event_key: string }>('audit_events')
    .where({ stream: engagementStream(engagementId) })
    .andWhere('event_key', '~', '^v[0-9]+:engagement[.]')
    .pluck('event_key');
  return keys.filter((key) => Number(/^v(\d+):/.exec(key)?.[1]) > afterVersion).length;
}

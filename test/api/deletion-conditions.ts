import type { DeletionCondition } from '../../domain/exit/deletion';
import type { DeletionWorld } from './deletion-world';

export interface Row {
  readonly name: DeletionCondition;
  /** What the deletion says that waits behind its approvers. */
  readonly words: RegExp;
  readonly take: () => Promise<unknown>;
  readonly give: () => Promise<unknown>;
}

/** Each takes one condition of the gate away, and gives it back; `approvers` needs a request that both have approved. */
export function conditionsOf(world: DeletionWorld, requestId: () => string): { table: readonly Row[]; approvers: Row } {
  const dataset = { engagement_id: world.id, key: world.key };
  const settlement = (status: string) => world.force('settlements', { engagement_id: world.id }, { status });
  const passed = (is: boolean) =>
    world.force('dataset_runs', { engagement_id: world.id, mode: 'real' }, { verification: world.db.raw('jsonb_set(verification, ?, ?)', ['{passed}', String(is)]) }); // prettier-ignore
  const channel = (by: string) =>
    world.force('request_tasks', { request_id: requestId(), assignee_id: world.person('Leo') }, { channel: by });
  let arrived: Date;
  let holdId = '';
  const table: readonly Row[] = [
    {
      name: 'verified',
      words: /^The data has not been verified/,
      take: () => passed(false),
      give: () => passed(true),
    },
    {
      name: 'acknowledged',
      words: /^The receiver has not acknowledged/,
      take: async () => {
        arrived = (await world.db('datasets').where(dataset).first('acknowledged_at')).acknowledged_at;
        await world.force('datasets', dataset, { acknowledged_at: null });
      },
      give: () => world.force('datasets', dataset, { acknowledged_at: arrived }),
    },
    {
      name: 'settlement',
      words: /^The settlement has not been approved/,
      take: () => settlement('draft'),
      give: () => settlement('approved'),
    },
    {
      name: 'waitingPeriod',
      words: /^The waiting period of 1 days/,
      take: () => world.waitFor(1),
      give: () => world.waitFor(0),
    },
    {
      name: 'legalHold',
      words: /^A legal hold forbids deletion: lawsuit/,
      take: async () => {
        holdId = (await world.call('Leo', 'post', '/exit/holds', { reason: 'lawsuit' }).expect(201)).body.id;
      },
      give: () => world.call('Leo', 'post', `/exit/holds/${holdId}/release`, {}).expect(200),
    },
  ];
  const approvers: Row = {
    name: 'approvers',
    words: /^Two people other than those who ran or asked/,
    // As if the second approval had not been given by a person.
    take: () => channel('workflow'),
    give: () => channel('api'),
  };
  return { table, approvers };
}

import type { Trx } from '../transaction';

/** Ids of the items of an event that nobody has been told of, first due first. */
export const untoldOfEvent = (trx: Trx, event: string): Promise<readonly string[]> =>
  trx('action_items')
    .whereRaw("starts_with(key, ?) and told_version = 0 and state = 'open'", [`${event}:`])
    .orderBy(['due_at', 'id'])
    .pluck('id');

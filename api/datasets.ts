import { DomainError, fieldError } from '../domain/errors';
import type { DatasetDefinition } from '../domain/exit/schema';
import { mayRedefine } from '../domain/exit/states';
import { maskDefinition } from '../domain/exit/views';
import { type Dataset, lockDatasets } from '../db/stores/datasets';
import type { Trx } from '../db/transaction';
import { checkDrawnFrom } from './drawn-from';
import { replaceDatasets } from './exit-steps';
import { changeRecord } from './record';
import type { Call } from './route';
import type { Services } from './services';

type Deps = Pick<Services, 'db' | 'config'>;

/** The whole inventory of an engagement; answers it with its secrets. */
export const recordDatasets = (
  { db, config }: Deps,
  call: Call<{ id: string }, unknown, readonly DatasetDefinition[]>,
): Promise<readonly DatasetDefinition[]> => write(db, call, (trx) => replace(trx, { call, config, list: call.body }));

/** One dataset of the inventory as it is to be: null takes it off. */
export interface DatasetEntry {
  /** Null where it is new. */
  readonly before: string | null;
  readonly definition: DatasetDefinition | null;
  /** Of what the change was drawn from. */
  readonly print: string | null;
}

/** Enters, changes or takes off one dataset; the others stay as they are. */
export const recordDataset = (
  { db, config }: Deps,
  call: Call<{ id: string }, unknown, unknown>,
  entry: DatasetEntry,
): Promise<readonly DatasetDefinition[]> =>
  write(db, call, async (trx) => {
    const known = await lockDatasets(trx, call.params.id);
    return replace(trx, { call, config, list: withEntry(known, entry) });
  });

function withEntry(
  known: readonly Dataset[],
  { before, definition, print }: DatasetEntry,
): readonly DatasetDefinition[] {
  const others = known.filter(({ key }) => key !== before).map(definitionOf);
  if (others.some(({ key }) => key === definition?.key)) throw fieldError('key', 'is the key of another dataset');
  const stored = known.find(({ key }) => key === before);
  if (before !== null) checkDrawnFrom(print, stored ? maskDefinition(stored) : null);
  if (stored && !mayRedefine(stored.state))
    throw new DomainError('STATE_CONFLICT', `The dataset is ${stored.state}: it stays as it is.`);
  return definition ? [...others, definition] : others;
}

const definitionOf = ({ key, title, personalData, source, target }: DatasetDefinition): DatasetDefinition => ({
  ...{ key, title, personalData, source, target },
});

interface Replacing {
  readonly call: Pick<Call<{ id: string }, unknown, unknown>, 'params' | 'now'>;
  readonly config: Deps['config'];
  readonly list: readonly DatasetDefinition[];
}

const replace = (trx: Trx, { call, config, list }: Replacing): Promise<readonly DatasetDefinition[]> =>
  replaceDatasets(trx, { engagementId: call.params.id, list, allow: config.exitAllow, now: call.now });

const write = (
  db: Deps['db'],
  call: Call<{ id: string }, unknown, unknown>,
  change: (trx: Trx) => Promise<readonly DatasetDefinition[]>,
): Promise<readonly DatasetDefinition[]> =>
  changeRecord(db, call, {
    act: 'edit',
    type: 'exit.datasets',
    write: change,
    payload: (list) => ({ keys: list.map(({ key }) => key) }),
  });

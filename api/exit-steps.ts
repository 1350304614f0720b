import { Encrypter } from 'age-encryption';
import { DomainError } from '../domain/errors';
import { placeObjection } from '../domain/exit/allowlist';
import { placeOf } from '../domain/exit/end-place';
import type { End } from '../domain/exit/end-schema';
import type { DatasetDefinition } from '../domain/exit/schema';
import { mayRedefine } from '../domain/exit/states';
import { unmask } from '../domain/exit/views';
import { canonicalJson } from '../db/stores/audit';
import { type DatasetId, lockDatasets, removeDataset, saveDefinition } from '../db/stores/datasets';
import type { Trx } from '../db/transaction';
import { deletionWorkflowId, engagementWorkflowId } from '../workflows/ids';
import type { Services } from './services';

export const MIGRATION_QUEUE = 'tenure-migration';

interface Inventory {
  readonly engagementId: string;
  readonly list: readonly DatasetDefinition[];
  readonly allow: readonly string[];
  readonly now: number;
}

/** Replaces the datasets; what has been carried over already can neither change nor vanish. */
export async function replaceDatasets(
  trx: Trx,
  { engagementId, list, allow, now }: Inventory,
): Promise<readonly DatasetDefinition[]> {
  const known = await lockDatasets(trx, engagementId);
  const wanted = list.map((given) =>
    unmask(
      given,
      known.find(({ key }) => key === given.key),
    ),
  );
  for (const { source, target } of wanted) for (const end of [source, target]) checkPlace(end, allow);
  for (const stored of known) {
    const given = wanted.find(({ key }) => key === stored.key);
    if (!mayRedefine(stored.state) && (!given || differs(given, stored)))
      throw new DomainError(
        'STATE_CONFLICT',
        `Dataset ${stored.key} is ${stored.state}: it can no longer be changed or removed.`,
      );
    if (!given) await removeDataset(trx, stored);
  }
  for (const definition of wanted)
    await saveDefinition(trx, { engagementId, key: definition.key }, { definition, now });
  return wanted;
}

const differs = (a: DatasetDefinition, b: DatasetDefinition): boolean =>
  canonicalJson([a.source, a.target, a.personalData]) !== canonicalJson([b.source, b.target, b.personalData]);

/** Secret references are known to the worker alone: it asks the same question once they are resolved. */
function checkPlace(end: End, allow: readonly string[]): void {
  const place = placeOf(end);
  const refusal = place && placeObjection(place, allow);
  if (refusal) throw DomainError.from(refusal);
  if ('recipient' in end && end.recipient !== undefined) checkRecipient(end.recipient);
}

function checkRecipient(text: string): void {
  try {
    new Encrypter().addRecipient(text);
  } catch {
    throw new DomainError('INVALID_FIELDS', `${text} is not the public key of an age identity.`);
  }
}

/** Something of the exit moved: the engagement and an approved deletion look again. Either may not be running. */
export async function tellExit(
  { gateway }: Pick<Services, 'gateway'>,
  { engagementId, key }: { engagementId: string; key?: DatasetId['key'] },
): Promise<void> {
  const ids = [
    engagementWorkflowId(engagementId),
    ...(key === undefined ? [] : [deletionWorkflowId(engagementId, key)]),
  ];
  await Promise.all(ids.map((id) => gateway.signal(id, 'exitProgressed', []).catch(() => undefined)));
}

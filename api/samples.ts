import { engagementsWith } from '../db/purge/samples';
import { appendAudit, MASTER_STREAM } from '../db/stores/audit';
import {
  insertSampleSet,
  lockSampleSet,
  type SampleSet,
  sampleSet,
  samplesOf,
  saveSampleSet,
} from '../db/stores/samples';
import { inTransaction, type Trx } from '../db/transaction';
import { DomainError } from '../domain/errors';
import type { LoadSamples, SamplesView } from '../domain/samples/samples-schema';
import { SAMPLE_STEPS } from '../domain/samples/words';
import { loadSamplesId, removeSamplesId } from '../workflows/ids';
import type { Call } from './route';
import type { Services } from './services';

type Deps = Pick<Services, 'db' | 'gateway'>;
type Said<B> = Pick<Call<unknown, unknown, B>, 'actor' | 'channel' | 'now' | 'newId' | 'body'>;

const viewOf = (set: SampleSet | null): SamplesView => ({
  state: set?.state ?? 'absent',
  done: set?.done ?? 0,
  steps: SAMPLE_STEPS.length,
  loadedById: set?.loaded_by ?? null,
});

export const samplesView = async (db: Deps['db']): Promise<SamplesView> => viewOf(await sampleSet(db));

/** Has a set made. It is on record before its process begins: where that was lost, whoever asks again has it begin. */
export async function loadSamples({ db, gateway }: Deps, call: Said<LoadSamples>): Promise<SamplesView> {
  const known = await sampleSet(db);
  if (known) throw await refusalFor(gateway, known);
  const { newId: id, actor, body, now } = call;
  const set = { id, locale: body.locale ?? actor.locale, loadedBy: actor.id, now };
  await inTransaction(db, async (trx) => {
    if (!(await insertSampleSet(trx, set))) throw new DomainError('SAMPLES_BUSY', 'Sample data is being loaded.');
    await note(trx, 'samples.loaded', { call, setId: id });
  });
  await begin(gateway, { setId: id, state: 'loading' });
  return samplesView(db);
}

/** Has the set taken away, unless engagements of one's own would lose something with it. */
export async function removeSamples({ db, gateway }: Deps, call: Said<unknown>): Promise<SamplesView> {
  const setId = await inTransaction(db, async (trx) => {
    const set = await lockSampleSet(trx);
    if (!set) throw new DomainError('NOT_FOUND', 'There is no sample data.');
    if (set.state === 'loading') throw new DomainError('SAMPLES_BUSY', 'Sample data is being loaded.');
    if (set.state === 'removing') return set.id;
    await checkUnused(trx);
    await saveSampleSet(trx, set.id, { state: 'removing' });
    await note(trx, 'samples.dismissed', { call, setId: set.id });
    return set.id;
  });
  await begin(gateway, { setId, state: 'removing' });
  return samplesView(db);
}

/** Whoever sees that nothing moves has its process begin, where its start was lost; one that runs goes on as it is. */
export async function resumeSamples({ db, gateway }: Deps): Promise<void> {
  const set = await sampleSet(db);
  if (!set) throw new DomainError('NOT_FOUND', 'There is no sample data.');
  if (set.state !== 'loaded') await begin(gateway, { setId: set.id, state: set.state });
}

async function checkUnused(trx: Trx): Promise<void> {
  const numbers = await engagementsWith(trx, await samplesOf(trx, 'vendor'));
  if (numbers.length === 0) return;
  const errors = numbers.map((number) => ({ path: number, message: 'has to do with a sample vendor' }));
  throw new DomainError('SAMPLES_IN_USE', `Sample vendors take part in ${numbers.join(', ')}.`, errors);
}

async function refusalFor(gateway: Deps['gateway'], { id, state }: SampleSet): Promise<DomainError> {
  if (state === 'loaded') return new DomainError('SAMPLES_PRESENT', 'Sample data is there already.');
  await begin(gateway, { setId: id, state });
  return new DomainError('SAMPLES_BUSY', `Sample data is being ${state === 'loading' ? 'loaded' : 'removed'}.`);
}

/** Begins once, however often it is asked to. */
function begin(
  gateway: Deps['gateway'],
  { setId, state }: { readonly setId: string; readonly state: 'loading' | 'removing' },
): Promise<void> {
  const loads = state === 'loading';
  return gateway.start({
    workflow: loads ? 'loadSamplesWorkflow' : 'removeSamplesWorkflow',
    id: loads ? loadSamplesId(setId) : removeSamplesId(setId),
    args: [{ setId }],
    summary: loads ? 'Loads sample data' : 'Removes sample data',
  });
}

const note = (
  trx: Trx,
  type: string,
  { call, setId }: { readonly call: Pick<Said<unknown>, 'actor' | 'channel' | 'now'>; readonly setId: string },
): Promise<void> =>
  appendAudit(trx, MASTER_STREAM, [
    { key: `${type}:${setId}`, at: call.now, type, actorId: call.actor.id, channel: call.channel, payload: { setId } },
  ]);

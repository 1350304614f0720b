import type { ExchangeRate, RecordedRate } from '../../domain/currency/schema';
import { appendAudit, MASTER_STREAM } from '../../db/stores/audit';
import { insertRate, lockRates, rateVersions } from '../../db/stores/exchange-rates';
import type { Trx } from '../../db/transaction';
import type { Call } from '../route';

type Writer = Pick<Call<unknown, unknown, unknown>, 'actor' | 'channel' | 'now' | 'requestId'>;

export interface Recorded {
  readonly rate: RecordedRate;
  readonly change: 'inserted' | 'updated' | 'unchanged';
}

/** Puts rates on record, each that differs as a new version of its pair and day with its entry in the trail. */
export async function recordRates(
  trx: Trx,
  rates: readonly ExchangeRate[],
  { actor, channel, now, requestId }: Writer,
): Promise<readonly Recorded[]> {
  await lockRates(trx);
  const recorded: Recorded[] = [];
  for (const rate of rates) recorded.push(await recordRate(trx, rate, { actorId: actor.id, now }));
  const entries = recorded.filter(({ change }) => change !== 'unchanged').map(({ rate }) => rate);
  await appendAudit(
    trx,
    MASTER_STREAM,
    entries.map(({ base, quote, on, rate, source, version }) => ({
      key: `exchange-rate:${base}-${quote}:${on}:${requestId}`,
      at: now,
      type: 'exchange-rate.recorded',
      actorId: actor.id,
      channel,
      payload: { base, quote, on, rate, source, version },
    })),
  );
  return recorded;
}

async function recordRate(
  trx: Trx,
  rate: ExchangeRate,
  { actorId, now }: { readonly actorId: string; readonly now: number },
): Promise<Recorded> {
  const last = (await rateVersions(trx, rate)).at(-1);
  if (last && last.rate === rate.rate && last.source === rate.source) return { rate: last, change: 'unchanged' };
  const version = (last?.version ?? 0) + 1;
  await insertRate(trx, rate, { version, actorId, now });
  return {
    rate: { ...rate, version, recordedBy: actorId, recordedAt: new Date(now).toISOString() },
    change: last ? 'updated' : 'inserted',
  };
}

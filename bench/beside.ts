import { v7 as uuidv7 } from 'uuid';
import type { World } from '../bin/rehearsal/world';
import { contractInForce } from '../db/read/contract-in-force';
import { saveContract } from '../db/stores/contracts';
import { type EngagementRow, findEngagement, saveLiveOn } from '../db/stores/engagements';
import { kpisOf, saveKpis } from '../db/stores/kpis';
import { watchFrom } from '../db/stores/plan-watch';
import { inTransaction, type Trx } from '../db/transaction';
import { localDate } from '../domain/calendar/zone';

const ZONES = ['Asia/Shanghai', 'Asia/Singapore', 'Europe/Berlin', 'America/New_York', 'UTC'];

interface Others {
  /** Engagement whose KPIs, contract and rhythm they have; each fifth one is in its time zone as well. */
  readonly like: string;
  readonly count: number;
}

/** Engagements in service of which only the dates come round: nobody reports values, holds reviews or answers. */
export async function serveBeside({ db, clock }: Pick<World, 'db' | 'clock'>, { like, count }: Others): Promise<void> {
  const model = await findEngagement(db, like);
  for (let n = 0; model && n < count; n += 1)
    await inTransaction(db, (trx) => serveOne(trx, model, { n, now: clock.now() }));
}

async function serveOne(trx: Trx, model: EngagementRow, { n, now }: { n: number; now: number }): Promise<void> {
  const id = uuidv7();
  const zone = ZONES[n % ZONES.length] ?? model.time_zone;
  const part = { id, number: `BESIDE-${n}`, title: `Beside ${n}`, time_zone: zone, next_due_at: null };
  const texts = { roles: JSON.stringify(model.roles), needs: JSON.stringify(model.needs) };
  await trx('engagements').insert({ ...model, ...texts, ...part, live_on: null });
  await saveLiveOn(trx, id, model.live_on ?? localDate(zone, now));
  await saveKpis(trx, id, { kpis: await kpisOf(trx, model.id), contractVersion: 1 });
  const contract = await contractInForce(trx, model.id, localDate(zone, now));
  if (contract) await saveContract(trx, id, { terms: contract.terms, now });
  await watchFrom(trx, id, now);
}

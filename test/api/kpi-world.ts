import type { Response, Test } from 'supertest';
import { agendaActivities, type AgendaOutcome } from '../../activities/agenda';
import { saveLiveOn } from '../../db/stores/engagements';
import { inTransaction } from '../../db/transaction';
import type { NewEngagement } from '../../domain/engagement/schema';
import type { AgendaKind } from '../../domain/engagement/agenda';
import { NeedsWorld, NOW } from './needs-world';
import { signedIn, type SignedIn } from './world';

export const uptime = {
  key: 'uptime',
  name: 'Uptime',
  unit: '%',
  direction: 'maximise',
  weightBp: 10_000,
  frequency: 'monthly',
  source: 'vendor',
  floor: 80,
  target: 100,
} as const;

/** An engagement in service, whose periods a test closes by hand. The clock stands on 24 November 2026. */
export class KpiWorld {
  private constructor(
    readonly needs: NeedsWorld,
    readonly vendor: SignedIn,
    readonly id: string,
  ) {}

  static async open(): Promise<KpiWorld> {
    const needs = await NeedsWorld.open();
    const vendor = await signedIn(needs.db, { roles: ['vendor'] });
    return new KpiWorld(needs, vendor, await serving(needs, vendor));
  }

  /** The same people with another engagement. */
  async another(part: Partial<NewEngagement> = {}): Promise<KpiWorld> {
    return new KpiWorld(this.needs, this.vendor, await serving(this.needs, this.vendor, part));
  }

  call(method: 'get' | 'put' | 'post', path: string, who?: SignedIn): Test {
    return this.needs.call(method, `/engagements/${this.id}${path}`, who);
  }

  define(kpis: readonly object[], query = ''): Promise<Response> {
    return this.call('put', `/kpis${query}`)
      .send([...kpis])
      .then((answer) => answer);
  }

  report(key: string, body: object, who?: SignedIn): Promise<Response> {
    return this.call('post', `/kpis/${key}/values`, who)
      .send(body)
      .then((answer) => answer);
  }

  perform(kind: AgendaKind, facts: Readonly<Record<string, string>>, now = NOW): Promise<AgendaOutcome> {
    const item = { key: `${kind}:${facts['period'] ?? ''}`, kind, at: now, facts };
    return agendaActivities({ db: this.needs.db }).performAgenda({ engagementId: this.id, items: [item], now });
  }

  async card(period: string): Promise<Response['body']> {
    return (await this.call('get', `/scorecards/${period}`)).body;
  }
}

async function serving(needs: NeedsWorld, vendor: SignedIn, part: Partial<NewEngagement> = {}): Promise<string> {
  const id = await needs.engage({ roles: { vendorRep: vendor.person.id }, ...part });
  await inTransaction(needs.db, async (trx) => {
    await trx('engagements').where({ id }).update({ state: 'IN_SERVICE' });
    await saveLiveOn(trx, id, '2026-01-01');
  });
  return id;
}

import { v7 as uuidv7 } from 'uuid';
import { agendaActivities } from '../../activities/agenda';
import { pendingItems } from '../../db/stores/action-items';
import { insertEngagement, saveLiveOn } from '../../db/stores/engagements';
import { insertValue, saveKpis } from '../../db/stores/kpis';
import { insertPerson } from '../../db/stores/people';
import { addSetting } from '../../db/stores/settings';
import { effectsStarted, standingsOf } from '../../db/stores/standings';
import { insertVendor } from '../../db/stores/vendor-master';
import { inTransaction } from '../../db/transaction';
import type { StandingEffects } from '../../domain/review/rules-schema';
import { SCORE_RULES_KEY, SHIPPED_SCORE_RULES } from '../../domain/review/rules';
import { anOpening, aPerson, aVendor } from '../builders';
import { testDatabase, type TestDatabase } from '../database';

export const NOW = Date.parse('2027-02-20T09:00:00Z');
const people = { owner: aPerson(), sponsor: aPerson(), rep: aPerson({ roles: ['vendor'] }) };
export const [OWNER, SPONSOR, REP] = [people.owner.id, people.sponsor.id, people.rep.id];
export const UPTIME = { key: 'uptime', name: 'Uptime', unit: '%', direction: 'maximise', weightBp: 10_000, frequency: 'monthly', source: 'push', floor: 0, target: 100 } as const; // prettier-ignore

/** Services over a real database that are judged by each month alone. */
export class StandingDesk {
  id = '';
  vendorId = '';

  private constructor(private readonly database: TestDatabase) {}

  static async open(): Promise<StandingDesk> {
    const database = await testDatabase();
    for (const person of Object.values(people)) await insertPerson(database.db, person, NOW);
    const desk = new StandingDesk(database);
    await desk.rules({});
    return desk;
  }

  /** From now on the band below average has these effects besides what ships. */
  async rules(effects: Partial<StandingEffects>): Promise<void> {
    const { bands } = SHIPPED_SCORE_RULES.standing;
    const own = bands.map((band) =>
      band.key === 'poor' ? { ...band, effects: { ...band.effects, ...effects } } : band,
    );
    const body = { ...SHIPPED_SCORE_RULES, standing: { from: 'period', bands: own } };
    await inTransaction(this.db, (trx) => addSetting(trx, { key: SCORE_RULES_KEY, body, actorId: OWNER, now: NOW }));
  }

  get db() {
    return this.database.db;
  }

  close = (): Promise<void> => this.database.drop();

  /** A vendor of its own, with one service. */
  async begin(): Promise<void> {
    const vendor = aVendor({ ownerId: OWNER });
    this.vendorId = vendor.id;
    await inTransaction(this.db, (trx) => insertVendor(trx, vendor, NOW));
    this.id = await this.serve();
  }

  async serve(): Promise<string> {
    const engagementId = uuidv7();
    await inTransaction(this.db, async (trx) => {
      const body = anOpening({ ownerId: OWNER, sponsorId: SPONSOR, roles: { vendorRep: REP } });
      await insertEngagement(trx, { id: engagementId, body, criticality: 'general', now: NOW });
      await trx('engagements').where({ id: engagementId }).update({ state: 'IN_SERVICE', vendor_id: this.vendorId });
      await saveLiveOn(trx, engagementId, '2026-01-01');
      await saveKpis(trx, engagementId, { kpis: [UPTIME], contractVersion: 1 });
    });
    return engagementId;
  }

  /** The month is closed on this score. */
  async score(period: string, value: number) {
    const { id } = this;
    const figure = { status: null, inputs: null, evidence: null, recordedBy: null, recordedAt: NOW };
    await inTransaction(this.db, (trx) => insertValue(trx, id, { key: UPTIME.key, period, revision: 1, value, ...figure })); // prettier-ignore
    const item = { key: `kpi-close:${period}`, kind: 'kpi-close', at: NOW, facts: { period } } as const;
    return agendaActivities({ db: this.db }).performAgenda({ engagementId: id, items: [item], now: NOW });
  }

  inForce = async () => (await standingsOf(this.db, this.id)).map((one) => one.inForce);
  running = async () =>
    (await effectsStarted(this.db, this.id)).flatMap(({ effect, until }) => (until === null ? [effect] : [])).sort();
  work = async () => (await pendingItems(this.db, this.id)).map(({ kind, assigneeId }) => [kind, assigneeId]).sort();
}

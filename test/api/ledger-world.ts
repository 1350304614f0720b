import { saveContract } from '../../db/stores/contracts';
import { saveLiveOn } from '../../db/stores/engagements';
import { inTransaction } from '../../db/transaction';
import type { MonthCost } from '../../domain/delivery/ledger-schema';
import { NeedsWorld, NOW } from './needs-world';
import { signedIn, type SignedIn } from './world';

export const cny = (amount: string) => ({ amount, currency: 'CNY' });
export const on = (text: string): Date => new Date(`${text}:00Z`);

export const RATES = [
  { role: 'owner', from: '2026-01-01', perHour: cny('400.00') },
  { role: 'finance', from: '2026-01-01', perHour: cny('200.00') },
];

/** An organisation with rates for its roles, and engagements whose management costs something. */
export class LedgerWorld {
  private constructor(
    readonly world: NeedsWorld,
    /** Of finance, on the team of every engagement. */
    readonly helper: SignedIn,
  ) {}

  static async open(): Promise<LedgerWorld> {
    const world = await NeedsWorld.open();
    await world.call('put', '/settings/role-rates', world.admin).send({ rates: RATES }).expect(200);
    return new LedgerWorld(world, await signedIn(world.db, { roles: ['finance'] }));
  }

  /** In service since the middle of August for 10 000 a month; management was planned at 300 bp of that. */
  async serve(): Promise<string> {
    const { world, helper } = this;
    const businessCase = {
      vendorAnnual: '104000',
      years: 2,
      mgmtHoursPerWeek: [{ role: 'owner', hours: 1, rate: '60' }],
    };
    const id = await world.engage({ needs: { businessCase }, roles: { finance: helper.person.id } });
    await inTransaction(world.db, async (trx) => {
      await trx('engagements')
        .where({ id })
        .update({ created_at: on('2026-08-03T00:00'), state: 'IN_SERVICE' });
      await saveLiveOn(trx, id, '2026-08-16');
      const terms = {
        start: '2026-08-16',
        initialMonths: 24,
        renewal: 'none' as const,
        notice: { months: 3, days: 0 },
        monthlyFee: cny('10000.00'),
        clauses: [],
      };
      await saveContract(trx, id, { terms, now: NOW });
    });
    return id;
  }

  hours(id: string, part: object = {}, who?: SignedIn) {
    const body = { on: '2026-09-10', hours: 2, role: 'owner', ...part };
    return this.world.call('post', `/engagements/${id}/timesheets`, who).send(body);
  }

  async months(id: string, query = ''): Promise<readonly MonthCost[]> {
    const { body } = await this.world.call('get', `/engagements/${id}/management-cost${query}`).expect(200);
    return (body as { items: MonthCost[] }).items;
  }
}

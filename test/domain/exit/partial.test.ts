import { amended } from '../../../domain/contract/amendment';
import type { ContractBody } from '../../../domain/contract/schema';
import { changesOfPart, type PartialFacts, partialFaults, tasksOfPart } from '../../../domain/exit/partial';
import { NewPartialTermination } from '../../../domain/exit/partial-schema';
import { SHIPPED_PLAYBOOK } from '../../../domain/exit/playbook';

const cny = (amount: string) => ({ amount, currency: 'CNY' });
const sla = (kpiId: string) => ({ kpiId, target: 99, poolBp: 10_000, allocBp: 5_000 });
const TERMS: ContractBody = {
  clauses: [{ code: 'SCOPE', status: 'present', text: 'Hotline day and night.' }],
  notice: { months: 1, days: 0 },
  monthlyFee: cny('30000.00'),
  slas: [sla('day'), sla('night')],
};
const MILESTONE = '00000000-0000-4000-8000-000000000001';
const FACTS: PartialFacts = {
  notice: TERMS.notice,
  terms: TERMS,
  kpis: ['day', 'night'],
  milestones: [MILESTONE],
  tasks: SHIPPED_PLAYBOOK.tasks.map(({ key }) => key),
  serviceEnd: '2027-12-31',
  today: '2027-03-01',
};
const SAID = {
  cause: 'convenience',
  noticeDate: '2027-03-01',
  effectiveDate: '2027-04-16',
  comment: 'Nobody calls at night.',
  scope: ['Night shift'],
  kpis: ['night'],
  milestoneIds: [MILESTONE],
  feeReduction: cny('10000.00'),
};
const body = (part: object = {}) => NewPartialTermination.parse({ ...SAID, ...part });
const faults = (part: object = {}, facts: Partial<PartialFacts> = {}) =>
  partialFaults(body(part), { ...FACTS, ...facts }).map(({ path }) => path);

test.each<[string, object, Partial<PartialFacts>, readonly string[]]>([
  ['is in order', {}, {}, []],
  ['on the first day after the notice', { effectiveDate: '2027-04-01' }, {}, []],
  ['a day too early', { effectiveDate: '2027-03-31' }, {}, ['effectiveDate']],
  ['at once for a breach', { cause: 'breach', effectiveDate: '2027-03-01' }, {}, []],
  ['at once for data security', { cause: 'data-security', effectiveDate: '2027-03-02' }, {}, []],
  ['on a day that is over', { cause: 'breach', effectiveDate: '2027-03-01' }, { today: '2027-03-02' }, ['effectiveDate']],
  ['on the day on which all ends', { effectiveDate: '2027-12-31' }, {}, ['effectiveDate']],
  ['of a contract without a notice', { effectiveDate: '2027-03-01' }, { notice: undefined }, []],
  ['with all of the fee', { feeReduction: cny('30000.00') }, {}, ['feeReduction']],
  ['in another currency', { feeReduction: { amount: '1.00', currency: 'USD' }, terminationFee: { amount: '1.00', currency: 'USD' } }, {}, ['feeReduction.currency', 'terminationFee.currency']],
  ['of a contract without a fee', {}, { terms: { clauses: [] } }, ['feeReduction']],
  ['of a KPI that nobody measures', { kpis: ['night', 'gone'] }, {}, ['kpis.1']],
  ['of a milestone that is done', {}, { milestones: [] }, ['milestoneIds.0']],
  ['with an unknown task', { tasks: ['dance'] }, {}, ['tasks.0']],
])('a part that leaves %s', (_, part, facts, expected) => expect(faults(part, facts)).toEqual(expected)); // prettier-ignore

test.each([
  ['before its notice', { effectiveDate: '2027-02-28' }, 'effectiveDate'],
  ['with nothing in it', { scope: [] }, 'scope'],
  ['with a KPI twice', { kpis: ['night', 'night'] }, 'kpis'],
  ['without a word', { comment: ' ' }, 'comment'],
])('a part %s is refused at once', (_, part, path) =>
  expect(NewPartialTermination.safeParse({ ...SAID, ...part }).error?.issues[0]?.path.join('.')).toBe(path),
);

test('the contract loses the fee and the service levels of what leaves, and its scope says so', () => {
  const changes = changesOfPart(TERMS, body());
  const after = changes && amended(TERMS, changes);
  expect(after).toMatchObject({
    monthlyFee: cny('20000.00'),
    slas: [{ kpiId: 'day' }],
    clauses: [{ code: 'SCOPE', status: 'present', text: 'Hotline day and night.\n− Night shift (2027-04-16)' }],
    notice: { months: 1, days: 0 },
  });
  expect(after?.slas).toHaveLength(1);
});

test('a contract that knows nothing of what leaves stays as it is', () => {
  expect(changesOfPart({ clauses: [] }, body({ feeReduction: undefined }))).toBeNull();
});

const keys = (part: object = {}) =>
  tasksOfPart(SHIPPED_PLAYBOOK, 'call-center', { ...body(part), number: 2 }).map(({ key, after }) => [key, ...after]);

test.each([
  ['the usual ones and the settlement where money moves', {}, [['p2.notify-vendor'], ['p2.review-contract'], ['p2.settle-fees']]],
  ['no settlement where none does', { feeReduction: undefined }, [['p2.notify-vendor'], ['p2.review-contract']]],
  ['those that were named, each behind those that were named too', { tasks: ['knowledge-transfer', 'notify-vendor', 'delete-data'] }, [['p2.notify-vendor'], ['p2.knowledge-transfer', 'p2.notify-vendor'], ['p2.delete-data']]],
])('tasks of a part are %s', (_, part, expected) => expect(keys(part)).toEqual(expected)); // prettier-ignore

test('tasks are called by what leaves, in both languages', () => {
  const [task] = tasksOfPart(SHIPPED_PLAYBOOK, 'call-center', { ...body(), number: 1 });
  expect(task?.title).toEqual({ en: 'Give notice to the vendor – Night shift', 'zh-CN': '通知供应商 – Night shift' });
});

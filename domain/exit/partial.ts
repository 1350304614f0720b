import type { AmendmentChanges } from '../contract/amendment-schema';
import type { ContractBody } from '../contract/schema';
import type { Issue } from '../errors';
import { toMoney, toMoneyText } from '../money';
import { earliestEnd } from './notice';
import type { NewPartialTermination, PartialTermination } from './partial-schema';
import type { Playbook, PlaybookTask } from './playbook-schema';
import { tasksFor } from './playbook';

/** What a partial termination is measured against. */
export interface PartialFacts {
  /** The contract as it binds on the day of the notice, and as it will read last. */
  readonly notice: ContractBody['notice'];
  readonly terms: ContractBody;
  readonly kpis: readonly string[];
  /** Milestones that the vendor still owes. */
  readonly milestones: readonly string[];
  /** Keys of the playbook. */
  readonly tasks: readonly string[];
  /** First day without any service, where it is known. */
  readonly serviceEnd: string | null;
  readonly today: string;
}

/** Everything that is wrong with it; the notice of the contract is kept as for the whole service. */
export const partialFaults = (body: NewPartialTermination, facts: PartialFacts): readonly Issue[] => [
  ...dayFaults(body, facts),
  ...feeFaults(body, facts),
  ...unknown(body, 'kpis', { known: facts.kpis, message: 'is no KPI that is still measured' }),
  ...unknown(body, 'milestoneIds', { known: facts.milestones, message: 'is no milestone that is still owed' }),
  ...unknown(body, 'tasks', { known: facts.tasks, message: 'is no task of the playbook' }),
];

function dayFaults(body: NewPartialTermination, { notice, serviceEnd, today }: PartialFacts): readonly Issue[] {
  const { effectiveDate } = body;
  const path = 'effectiveDate';
  const earliest = notice ? earliestEnd(body, notice) : body.noticeDate;
  if (effectiveDate < today) return [{ path, message: 'is over' }];
  if (effectiveDate < earliest)
    return [{ path, message: `must not be before ${earliest}: the contract asks for its notice` }];
  if (serviceEnd !== null && effectiveDate >= serviceEnd)
    return [{ path, message: `must be before ${serviceEnd}, when the whole service ends` }];
  return [];
}

function feeFaults({ feeReduction, terminationFee }: NewPartialTermination, { terms }: PartialFacts): readonly Issue[] {
  const { monthlyFee } = terms;
  const currency = monthlyFee?.currency;
  const foreign = Object.entries({ feeReduction, terminationFee }).flatMap(([path, money]) =>
    money && currency && money.currency !== currency
      ? [{ path: `${path}.currency`, message: `must be ${currency}, the currency of the contract` }]
      : [],
  );
  if (!feeReduction || foreign.length > 0) return foreign;
  if (!monthlyFee) return [{ path: 'feeReduction', message: 'needs a contract with a monthly fee' }];
  return toMoney(feeReduction).minor < toMoney(monthlyFee).minor
    ? []
    : [{ path: 'feeReduction', message: 'leaves no fee: end the whole service instead' }];
}

const unknown = (
  body: NewPartialTermination,
  path: 'kpis' | 'milestoneIds' | 'tasks',
  { known, message }: { readonly known: readonly string[]; readonly message: string },
): readonly Issue[] =>
  body[path].flatMap((one, index) => (known.includes(one) ? [] : [{ path: `${path}.${index}`, message }]));

const SCOPE_TEXT_MAX = 10_000;

/** What the contract says anew from its day on; nothing where no term knows of what leaves. */
export function changesOfPart(
  { monthlyFee, slas, clauses }: ContractBody,
  { feeReduction, kpis, scope, effectiveDate }: NewPartialTermination,
): AmendmentChanges | null {
  const left = slas?.filter(({ kpiId }) => !kpis.includes(kpiId));
  const clause = clauses.find(({ code, status }) => code === 'SCOPE' && status === 'present');
  const text = [clause?.text ?? '', ...scope.map((line) => `− ${line} (${effectiveDate})`)].join('\n').trim();
  const changes = {
    ...(feeReduction && monthlyFee && { monthlyFee: less(monthlyFee, feeReduction) }),
    ...(left && left.length < (slas?.length ?? 0) && { slas: left }),
    ...(clause && text.length <= SCOPE_TEXT_MAX && { clauses: [{ ...clause, text }] }),
  };
  return Object.keys(changes).length > 0 ? changes : null;
}

type Money = NonNullable<ContractBody['monthlyFee']>;
const less = (fee: Money, reduction: Money): Money =>
  toMoneyText({ minor: toMoney(fee).minor - toMoney(reduction).minor, currency: fee.currency });

/** What every part that leaves needs, and what one needs that costs something. */
const USUAL = ['notify-vendor', 'review-contract'];
const USUAL_OF_MONEY = [...USUAL, 'settle-fees'];

/** The tasks of the playbook that a part needs, each behind those of its own; their keys name the part. */
export function tasksOfPart(
  playbook: Playbook,
  serviceType: string,
  {
    number,
    tasks,
    scope,
    feeReduction,
    terminationFee,
  }: Pick<PartialTermination, 'number' | 'tasks' | 'scope' | 'feeReduction' | 'terminationFee'>,
): readonly PlaybookTask[] {
  const usual = feeReduction || terminationFee ? USUAL_OF_MONEY : USUAL;
  const wanted = tasks.length > 0 ? tasks : usual;
  const named = (title: string): string => `${title} – ${scope[0] ?? ''}`.slice(0, 200);
  return tasksFor(playbook, serviceType)
    .filter(({ key }) => wanted.includes(key))
    .map((task) => ({
      ...task,
      key: keyInPart(number, task.key),
      title: { en: named(task.title.en), 'zh-CN': named(task.title['zh-CN']) },
      after: task.after.filter((key) => wanted.includes(key)).map((key) => keyInPart(number, key)),
    }));
}

const LONGEST_KEY = 64;
const keyInPart = (number: number, key: string): string => `p${number}.${key}`.slice(0, LONGEST_KEY);

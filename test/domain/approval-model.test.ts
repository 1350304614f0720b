import fc from 'fast-check';
import { FACT_TYPES, type FactType } from '../../domain/approval/events';
import { reduce } from '../../domain/approval/reducer';
import { commands } from './approval-model/commands';
import { opening } from './approval-model/policies';
import { type Case, walk } from './approval-model/walk';
import { Desk, MONDAY, step } from './approval-builders';

const RUNS = Number(process.env['TENURE_MODEL_RUNS'] ?? 5_000);
/** The same sequences for everybody who changes anything; `npm run model` looks for new ones. */
const FIXED = RUNS > 5_000 ? undefined : '20261123';
const seed = process.env['TENURE_MODEL_SEED'] ?? FIXED;
/** Of each kind of fact at least this many in 5,000 runs: fewer would say that the sequences do not reach it. */
const FEWEST = 5;

const seen = new Map<FactType, number>(FACT_TYPES.map((type) => [type, 0]));
const cases: fc.Arbitrary<Case> = fc.record({ opening, commands });

test(`${RUNS} random sequences break no rule`, () => {
  const details = fc.check(
    fc.property(cases, (one) => {
      for (const { facts } of walk(one).log) facts.forEach(({ type }) => seen.set(type, (seen.get(type) ?? 0) + 1));
    }),
    { numRuns: RUNS, ...(seed !== undefined && { seed: Number(seed) }) },
  );
  if (details.failed) throw new Error(kept(details));
}, 1_800_000);

/** The failure with the smallest sequence found, ready to be kept in approval-cases.json. */
const kept = ({ seed: used, counterexample, errorInstance }: fc.RunDetails<[Case]>): string =>
  [String(errorInstance), `TENURE_MODEL_SEED=${used}`, JSON.stringify(counterexample?.[0])].join('\n');

test('the sequences reach every kind of fact', () => {
  const few = [...seen].filter(([, count]) => count < (FEWEST * RUNS) / 5_000);

  // Whoever asked for more sequences than usual wants to see how deep they went.
  if (RUNS > 5_000) process.stderr.write(`${[...seen].map(([type, count]) => `${count} ${type}`).join('\n')}\n`);
  expect(few).toEqual([]);
});

test('the reducer is pure: the same event on the same state gives the same result and leaves the state alone', () => {
  const desk = new Desk({ steps: [step({ mode: 'all' })] });
  const frozen = JSON.stringify(desk.state);
  const task = desk.task('A');
  const event = {
    type: 'act',
    act: { on: 'task', action: 'approve', taskId: task.id, decisionId: 'd' },
    actor: { id: 'A', admin: false, channel: 'api' },
  } as const;

  expect(reduce(desk.state, event, MONDAY)).toEqual(reduce(desk.state, event, MONDAY));
  expect(JSON.stringify(desk.state)).toBe(frozen);
});

import fc from 'fast-check';
import { branchesOf, isMatrix, isStep } from '../../../domain/approval/flow';
import { checkPolicy } from '../../../domain/approval/policy';
import type { Inclusive, MatrixBlock, Node, Settings, Step } from '../../../domain/approval/schema';
import { MODES } from '../../../domain/approval/words';
import { type Directory, step } from '../approval-builders';

/** What a random request is opened with; plain data, so that a failing one can be kept as a case. */
export interface Opening {
  readonly policyKey: string;
  readonly steps: readonly Node[];
  readonly settings: Settings;
  readonly directory: Pick<Directory, 'managers' | 'adminIds' | 'skip' | 'branches'>;
  readonly ccIds: readonly string[];
  readonly excludedIds: readonly string[];
}

export const PEOPLE = ['A', 'B', 'C', 'D', 'R'];
const FALLBACK = '00000000-0000-7000-8000-00000000000f';

const modeFields = (mode: Step['mode'], size: number): fc.Arbitrary<Partial<Step>> => {
  switch (mode) {
    case 'any':
      return fc.record({ anyApprove: fc.boolean() });
    case 'all':
      return fc.record({ rejectWaits: fc.boolean() });
    case 'sequential':
      return fc.constant({});
    case 'quorum':
      return fc.record({ quorum: fc.integer({ min: 1, max: Math.max(size, 1) }), veto: fc.boolean() });
    case 'ratio':
      return fc.record({ ratioBp: fc.constantFrom(1, 3_333, 5_000, 6_667, 10_000) });
    case 'weighted':
      return fc.record({
        thresholdBp: fc.constantFrom(3_000, 5_000, 9_999),
        strict: fc.boolean(),
        weights: fc.record({ A: fc.nat(3), B: fc.nat(3), C: fc.nat(3) }),
      });
    case 'ballot':
      return fc.record({
        ballot: fc.constantFrom(
          { quorum: '1/2', threshold: '1/2', closesAfter: 'PT6H' },
          { threshold: '2/3', closesAfter: 'PT3H' },
          { quorum: '1', threshold: '1' },
        ),
      });
  }
};

const timeFields: fc.Arbitrary<Partial<Step>> = fc.oneof(
  fc.constant({}),
  fc.record({
    sla: fc.constantFrom({ duration: 'PT4H', calendar: '24x7' }, { duration: 'PT9H', calendar: '24x7' }),
    timeout: fc
      .constantFrom('none', 'none', 'approve', 'reject', 'transfer:manager', 'transfer:admin', 'transfer:T')
      .map((action) => ({ action })),
  }),
  fc.record({
    sla: fc.constant({ duration: 'PT2H', calendar: '24x7' }),
    escalation: fc.constantFrom(false as const, { managerAtPercent: 100 }),
    reminders: fc.constantFrom({ repeat: 'PT1H', max: 4 }, { max: 0 }),
  }),
);

const ruleFields: fc.Arbitrary<Partial<Step>> = fc.record({
  selfHandler: fc.constantFrom('forbid', 'skip', 'manager', 'allow'),
  emptyHandler: fc.constantFrom('admin', 'admin', 'reject', 'approve', `user:${FALLBACK}`),
  onReject: fc.constantFrom('end', 'end', 'sendBack:START', 'sendBack:previous'),
  pauseOnDelegate: fc.boolean(),
  risk: fc.constant('low'),
});

const rareFields: fc.Arbitrary<Partial<Step>> = fc.constantFrom<Partial<Step>[]>(
  {},
  {},
  {},
  { mandatoryHuman: true },
  { requireSignature: true },
  { requireComment: true },
  { dedup: 'once' },
  { afterReturn: 'resume' },
  { cc: ['G'] },
);

const aStep = (key: string): fc.Arbitrary<Step> =>
  fc
    .record({
      mode: fc.constantFrom(...MODES),
      people: fc.uniqueArray(fc.constantFrom(...PEOPLE), { maxLength: 4, size: 'max' }),
      chosen: fc.nat(9).map((n) => n === 0),
    })
    .chain(({ mode, people, chosen }) =>
      fc
        .tuple(modeFields(mode, people.length + Number(chosen)), timeFields, ruleFields, rareFields)
        .map((parts) => Object.assign({}, ...parts, sources(people, chosen)) as Partial<Step>)
        .map((part) => step({ ...part, key, mode })),
    );

/** Users, a role in which nobody is found, or whom the approver before names. */
function sources(people: readonly string[], chosen: boolean): Pick<Step, 'assignees'> {
  const users = people.map((user) => ({ user }));
  if (chosen) return { assignees: [...users, { previousSelect: true }] };
  return { assignees: users.length > 0 ? users : [{ role: 'finance' }] };
}

const NEVER = 'amount > 1';
const shapes = (a: Step, b: Step, c: Step, d: Step): readonly (readonly Node[])[] => {
  const when = (...steps: Node[]) => ({ when: NEVER, steps });
  const inclusive: Inclusive = { key: 'some', inclusive: [when(b), { when: 'foreign', steps: [c] }], default: [d] };
  const rules = [
    { when: ['>= 10'], steps: ['s2', 's4'] },
    { when: ['< 10'], steps: ['s3'] },
  ];
  const matrix: MatrixBlock = {
    key: 'rows',
    matrix: { hitPolicy: 'collect', inputs: [{ label: 'Amount', expression: 'amount' }], rules, otherwise: ['s2'] },
    steps: [b, c, d],
  };
  return [
    [a, b, c],
    [a, b, { key: 'fork', parallel: [[c], [d]] }],
    [{ key: 'fork', parallel: [[a, b], [c]] }, d],
    [a, { key: 'pick', choose: [when(b)], default: [c] }, d],
    [a, inclusive],
    [a, matrix],
    [{ key: 'fork', parallel: [[inclusive], [a]] }],
  ];
};

const settings: fc.Arbitrary<Settings> = fc.record(
  {
    afterReturn: fc.constantFrom('rerun', 'resume'),
    distinctApprovers: fc.boolean(),
    dedup: fc.constantFrom('none', 'consecutive', 'once'),
    withdraw: fc.constantFrom('untilFinal', 'untilFirstDecision', 'never'),
    expiresAfter: fc.constantFrom('PT12H', 'PT40H'),
    minGap: fc.constantFrom('PT2H'),
    coolingOff: fc.constantFrom('PT0S', 'PT3H', 'P1D'),
  },
  { requiredKeys: ['afterReturn', 'dedup', 'withdraw'] },
);

const directory: fc.Arbitrary<Opening['directory']> = fc.record({
  managers: fc.constantFrom<Record<string, string>[]>({ A: 'M', B: 'M', R: 'M' }, { A: 'B', R: 'A' }, {}),
  adminIds: fc.constantFrom(['ADMIN'], ['ADMIN', 'ADMIN2'], ['R'], []),
  skip: fc.constantFrom([], [], ['s1'], ['s2']),
  branches: fc.record({
    pick: fc.constantFrom([0], [1]),
    some: fc.constantFrom([0], [1], [0, 1], [2]),
    rows: fc.constantFrom([0], [1], [0, 1], []),
  }),
});

/** Only a step with a condition can be left out. */
const leftOut = (part: Step, skip: readonly string[] = []): Step =>
  skip.includes(part.key) ? { ...part, when: NEVER } : part;

/** What the gates that bind allow, by taking away what they refuse. */
const strict = (part: Step): Step => ({
  ...part,
  dedup: 'none',
  selfHandler: part.selfHandler === 'allow' ? 'forbid' : part.selfHandler,
  emptyHandler: part.emptyHandler === 'approve' ? 'admin' : part.emptyHandler,
  ...(part.timeout?.action === 'approve' && { timeout: { action: 'reject' } }),
});

export const opening: fc.Arbitrary<Opening> = fc
  .record({
    binding: fc.nat(4).map((n) => n === 0),
    parts: fc.tuple(aStep('s1'), aStep('s2'), aStep('s3'), aStep('s4')),
    shape: fc.nat(6),
    settings,
    directory,
    ccIds: fc.constantFrom([], ['CC']),
    excludedIds: fc.constantFrom([], [], ['D'], ['X']),
  })
  .map(({ binding, parts, shape, ...rest }): Opening => {
    const [a, b, c, d] = parts.map((part) => leftOut(binding ? strict(part) : part, rest.directory.skip));
    const steps = a && b && c && d ? (shapes(a, b, c, d)[shape] ?? []) : [];
    const rules = binding ? { ...rest.settings, dedup: 'none' as const } : rest.settings;
    return { ...rest, settings: rules, policyKey: binding ? 'gate-contract' : 'test', steps };
  })
  .filter(isAccepted);

/** Only policies that could have been saved. */
function isAccepted({ policyKey, settings: rules, steps }: Opening): boolean {
  try {
    checkPolicy(policyKey, { title: 'Random', settings: rules, steps });
    return true;
  } catch {
    return false;
  }
}

/** Every step below the branches that were taken, in reading order. */
export function takenSteps(nodes: readonly Node[], taken: Readonly<Record<string, readonly number[]>>): Step[] {
  return nodes.flatMap((node) => {
    if (isStep(node)) return [node];
    const numbers = taken[node.key] ?? [];
    if (isMatrix(node)) {
      const hit = numbers.flatMap((rule) => node.matrix.rules[rule]?.steps ?? []);
      const keys = numbers.length === 0 ? node.matrix.otherwise : hit;
      return node.steps.filter(({ key }) => keys.includes(key));
    }
    const branches = 'parallel' in node ? node.parallel : numbers.map((number) => branchesOf(node)[number] ?? []);
    return branches.flatMap((branch) => takenSteps(branch, taken));
  });
}

import { BUILTIN_POLICIES } from '../../domain/approval/builtin';
import { conditionFault, holds } from '../../domain/approval/condition';
import { checkPolicy } from '../../domain/approval/policy';
import { PolicyBody } from '../../domain/approval/schema';
import { COMMITTING_POLICIES } from '../../domain/approval/words';

const USER = '01930000-0000-7000-8000-000000000001';
const OTHER = '01930000-0000-7000-8000-000000000002';
const policy = (part: object, settings: object = {}): PolicyBody =>
  PolicyBody.parse({
    title: 'P',
    settings,
    steps: [{ key: 's1', title: 'S', mode: 'any', assignees: [{ user: USER }], ...part }],
  });

test.each(Object.entries(BUILTIN_POLICIES))('the built-in policy %s passes its own check', (key, body) => {
  expect(() => checkPolicy(key, PolicyBody.parse(body))).not.toThrow();
});

test.each<readonly [string, string, object, string]>([
  [
    'P02: approval of nobody at a contract',
    'gate-contract',
    { emptyHandler: 'approve', risk: 'low' },
    'steps.0.emptyHandler',
  ],
  ['approval of nobody at a step of unknown risk', 'p', { emptyHandler: 'approve' }, 'steps.0.emptyHandler'],
  [
    'S08: approval by timeout at a settlement',
    'gate-settlement',
    { sla: { duration: 'P1D' }, timeout: { action: 'approve' } },
    'steps.0.timeout.action',
  ],
  [
    'approval by timeout of a deletion',
    'gate-deletion',
    { sla: { duration: 'P1D' }, timeout: { action: 'approve' } },
    'steps.0.timeout.action',
  ],
  ['self-approval of an exit', 'gate-exit', { selfHandler: 'allow' }, 'steps.0.selfHandler'],
  ['T21: weights of nothing', 'p', { mode: 'weighted', weights: { [USER]: 0 } }, 'steps.0.weights'],
  ['a quorum above the number of people', 'p', { mode: 'quorum', quorum: 2 }, 'steps.0.quorum'],
  ['a ratio without a share', 'p', { mode: 'ratio' }, 'steps.0.ratioBp'],
  ['a return to an unknown step', 'p', { onReject: 'sendBack:nowhere' }, 'steps.0.onReject'],
  ['a timeout without SLA', 'p', { timeout: { action: 'reject' } }, 'steps.0.timeout'],
  ['an SLA of no time', 'p', { sla: { duration: 'PT0S' } }, 'steps.0.sla.duration'],
  ['a condition that cannot be read', 'p', { when: 'amount >' }, 'steps.0.when'],
  ['a condition with a loop', 'p', { when: 'some x in [1] satisfies x > 0' }, 'steps.0.when'],
  [
    'approval of nobody at a step that a person must decide',
    'p',
    { emptyHandler: 'approve', risk: 'low', mandatoryHuman: true },
    'steps.0.emptyHandler',
  ],
  [
    'approval by timeout of a step that is signed',
    'p',
    { sla: { duration: 'P1D' }, timeout: { action: 'approve' }, requireSignature: true },
    'steps.0.timeout.action',
  ],
  ['passing over a step that a person must decide', 'p', { dedup: 'once', mandatoryHuman: true }, 'steps.0.dedup'],
  ['passing over people at a contract', 'gate-contract', { dedup: 'consecutive' }, 'steps.0.dedup'],
  [
    'a weight of somebody who is not asked',
    'p',
    { mode: 'weighted', weights: { [USER]: 1, [OTHER]: 2 } },
    `steps.0.weights.${OTHER}`,
  ],
  ['a ballot in another mode', 'p', { ballot: { threshold: '1/2' } }, 'steps.0.ballot'],
  ['a quorum in another mode', 'p', { mode: 'all', quorum: 2 }, 'steps.0.quorum'],
  [
    'a quorum above the levels of managers',
    'p',
    { mode: 'quorum', quorum: 4, assignees: [{ user: USER }, { headChain: 2 }] },
    'steps.0.quorum',
  ],
  [
    'a ballot that closes at once',
    'p',
    { mode: 'ballot', ballot: { threshold: '1/2', closesAfter: 'PT0H' } },
    'steps.0.ballot.closesAfter',
  ],
  ['an SLA beyond every calendar', 'p', { sla: { duration: 'P9999D' } }, 'steps.0.sla.duration'],
  [
    'people chosen by the requester and by the step before',
    'p',
    { assignees: [{ requesterSelect: true }, { previousSelect: true }] },
    'steps.0.assignees',
  ],
  [
    'people chosen by the step before the first one',
    'p',
    { assignees: [{ previousSelect: true }] },
    'steps.0.assignees',
  ],
  ['a person who is named twice', 'p', { assignees: [{ user: USER }, { user: USER }] }, 'steps.0.assignees.1'],
  ['a person who is copied twice', 'p', { cc: [USER, USER] }, 'steps.0.cc.1'],
  ['a condition that never holds', 'p', { when: ' false ' }, 'steps.0.when'],
  ['a contract that nobody may be asked about', 'gate-contract', { when: 'amount > 5' }, 'steps'],
])('%s is refused at its place', (_name, key, part, path) => {
  expect(() => checkPolicy(key, policy(part))).toThrow(
    expect.objectContaining({
      code: 'POLICY_INVALID',
      errors: expect.arrayContaining([expect.objectContaining({ path })]),
    }),
  );
});

test.each(COMMITTING_POLICIES)('time never approves under %s, and may still reject or hand on', (key) => {
  const late = (action: string): PolicyBody => policy({ sla: { duration: 'P1D' }, timeout: { action } });

  expect(() => checkPolicy(key, late('approve'))).toThrow(
    expect.objectContaining({ errors: [expect.objectContaining({ path: 'steps.0.timeout.action' })] }),
  );
  for (const action of ['reject', 'transfer:manager', 'none'])
    expect(() => checkPolicy(key, late(action))).not.toThrow();
});

test.each(COMMITTING_POLICIES)('nobody approves their own request under %s, and may still be passed over', (key) => {
  expect(() => checkPolicy(key, policy({ selfHandler: 'allow' }))).toThrow(
    expect.objectContaining({ errors: [expect.objectContaining({ path: 'steps.0.selfHandler' })] }),
  );
  for (const selfHandler of ['forbid', 'manager', 'skip'])
    expect(() => checkPolicy(key, policy({ selfHandler }))).not.toThrow();
});

test('every policy that ships but the one for needs stands for a contract, money, an exit or a deletion', () => {
  const others = Object.keys(BUILTIN_POLICIES).filter((key) => !COMMITTING_POLICIES.includes(key));

  expect(others).toEqual(['gate-needs']);
  expect(() => checkPolicy('p', policy({ sla: { duration: 'P1D' }, timeout: { action: 'approve' } }))).not.toThrow();
});

test('duplicate keys, empty branches and long links are refused together', () => {
  const step = { key: 'a', title: 'S', mode: 'any', assignees: [{ user: USER }] };
  const body = PolicyBody.parse({
    title: 'P',
    settings: { linkTtl: 'P8D' },
    steps: [step, { key: 'f', parallel: [[step], []] }],
  });

  expect(() => checkPolicy('p', body)).toThrow(
    expect.objectContaining({
      errors: ['steps.1.parallel.0.0.key', 'settings.linkTtl', 'steps.1.parallel.1'].map((path) =>
        expect.objectContaining({ path }),
      ),
    }),
  );
});

test('a choice without default and a step without assignees do not parse', () => {
  const step = { key: 'a', title: 'S', mode: 'any', assignees: [{ user: USER }] };

  expect(
    PolicyBody.safeParse({ title: 'P', steps: [{ key: 'c', choose: [{ when: 'true', steps: [step] }] }] }).success,
  ).toBe(false);
  expect(PolicyBody.safeParse({ title: 'P', steps: [{ ...step, assignees: [] }] }).success).toBe(false);
  expect(PolicyBody.safeParse({ title: 'P', steps: [{ ...step, sla: { duration: '2 days' } }] }).success).toBe(false);
});

test('a condition is true or false, never a guess', () => {
  expect(holds('amount >= 100000', { amount: 100_000 })).toBe(true);
  expect(holds('list contains(flags, "LOW_BID")', { flags: [] })).toBe(false);
  expect(holds('金额 > 3 and 地区 = "华东"', { 金额: 4, 地区: '华东' })).toBe(true);
  for (const data of [{}, { amount: null }, { amount: 'much' }, { amount: '200000' }])
    expect(() => holds('amount >= 100000', data)).toThrow(expect.objectContaining({ code: 'POLICY_INVALID' }));
  expect(() => holds('amount', { amount: 5 })).toThrow(/neither true nor false/);
});

test('conditions stay short and loop-free, while the words may stand in texts', () => {
  expect(conditionFault('x'.repeat(501))).toMatch(/500/);
  expect(conditionFault('reason = "for some time"')).toBeNull();
  expect(conditionFault('for x in [1] return x')).toMatch(/may not contain/);
});

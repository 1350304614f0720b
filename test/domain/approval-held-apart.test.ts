import { heldApart, isRuledOut } from '../../domain/approval/held-apart';
import { checkPolicy } from '../../domain/approval/policy';
import { placedSteps } from '../../domain/approval/policy-paths';
import { type Node, PolicyBody } from '../../domain/approval/schema';
import { DomainError } from '../../domain/errors';
import { SHIPPED_DUTY_RULES } from '../../domain/people/duty-rules';
import { DutyRules } from '../../domain/people/duty-rules-schema';

const USER = '01930000-0000-7000-8000-000000000001';
const stepOf = (key: string, part: object = {}) => ({
  ...{ key, title: 'S', mode: 'any', assignees: [{ user: USER }], sla: { duration: 'P1D' } },
  ...part,
});
const policy = (steps: readonly object[]): PolicyBody => PolicyBody.parse({ title: 'P', settings: {}, steps });
const rulesOf = (part: object = {}): DutyRules => DutyRules.parse({ newRoleHours: 0, ...part });
const pathsIn = (key: string, body: PolicyBody, rules: DutyRules): readonly string[] => {
  try {
    checkPolicy(key, body, rules);
    return [];
  } catch (error) {
    if (error instanceof DomainError) return error.errors.map(({ path }) => path);
    throw error;
  }
};

const SELF = { selfHandler: 'allow' };
const TIME = { timeout: { action: 'approve' } };
const BY_SELF = 'steps.0.selfHandler';
const BY_TIME = 'steps.0.timeout.action';
const matrix = {
  inputs: [{ label: 'A', expression: 'amount' }],
  rules: [{ when: ['> 5'], steps: ['in-matrix'] }],
  otherwise: ['in-matrix'],
};
/** A step of every kind of block, each letting happen what may be ruled out. */
const everywhere = (part: object): PolicyBody =>
  policy([
    stepOf('plain', part),
    { key: 'p', parallel: [[stepOf('left', part)], [stepOf('right')]] },
    { key: 'c', choose: [{ when: 'amount > 5', steps: [stepOf('chosen', part)] }], default: [stepOf('other', part)] },
    { key: 'i', inclusive: [{ when: 'amount > 5', steps: [stepOf('also', part)] }], default: [stepOf('none', part)] },
    { key: 'm', matrix, steps: [stepOf('in-matrix', part)] },
  ]);
const stepsOf = (nodes: readonly Node[]) => placedSteps(nodes).map(({ step }) => step);

test('a body that says nothing of it leaves policies as they ship', () => {
  expect(rulesOf()).toEqual(SHIPPED_DUTY_RULES);
});

test.each<readonly [string, object, boolean, boolean, readonly string[]]>([
  ['own requests', SELF, false, false, []],
  ['own requests', SELF, true, false, [BY_SELF]],
  ['own requests', SELF, false, true, []],
  ['own requests', SELF, true, true, [BY_SELF]],
  ['time', TIME, false, false, []],
  ['time', TIME, true, false, []],
  ['time', TIME, false, true, [BY_TIME]],
  ['time', TIME, true, true, [BY_TIME]],
  ['both', { ...SELF, ...TIME }, true, true, [BY_SELF, BY_TIME]],
  ['neither', {}, true, true, []],
])('a policy of one’s own that lets %s (%j) pass with others %s and time %s', (_name, part, others, time, paths) => {
  const rules = rulesOf({ approvalsByOthers: others, noApprovalsByTime: time });
  const body = policy([stepOf('s1', part)]);
  for (const key of ['p', 'gate-needs']) expect([...pathsIn(key, body, rules)].sort()).toEqual([...paths].sort());
  expect(isRuledOut(body.steps, rules)).toBe(paths.length > 0);
});

test('what is refused for a contract anyway is told once', () => {
  const rules = rulesOf({ approvalsByOthers: true, noApprovalsByTime: true });
  const paths = pathsIn('gate-contract', policy([stepOf('s1', { ...SELF, ...TIME })]), rules);
  expect([...paths].sort()).toEqual([BY_SELF, BY_TIME]);
});

test.each(['reject', 'transfer:manager', 'none'])('with all of it ruled out a timeout may %s', (action) => {
  const rules = rulesOf({ approvalsByOthers: true, noApprovalsByTime: true });
  for (const selfHandler of ['forbid', 'manager', 'skip'])
    expect(pathsIn('p', policy([stepOf('s1', { timeout: { action }, selfHandler })]), rules)).toEqual([]);
});

test('a version saved earlier is read without it wherever a step stands, and as it is but for that', () => {
  const saved = everywhere({ ...SELF, ...TIME });
  const rules = rulesOf({ approvalsByOthers: true, noApprovalsByTime: true });
  const read = heldApart(saved.steps, rules);
  expect(isRuledOut(read, rules)).toBe(false);
  const expected = everywhere({ selfHandler: 'forbid', timeout: { action: 'none' } });
  expect(read).toEqual(expected.steps);
  expect(stepsOf(read)).toHaveLength(8);
});

test.each([
  ['own requests alone', { approvalsByOthers: true }, { selfHandler: 'forbid', ...TIME }],
  ['time alone', { noApprovalsByTime: true }, { ...SELF, timeout: { action: 'none' } }],
  ['nothing', {}, { ...SELF, ...TIME }],
])('with %s ruled out the rest of it counts on', (_name, part, left) => {
  expect(heldApart(everywhere({ ...SELF, ...TIME }).steps, rulesOf(part))).toEqual(everywhere(left).steps);
});

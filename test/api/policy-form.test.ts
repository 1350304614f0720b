import { readDraft, type Draft, type DraftNode, isList } from '../../api/admin/draft';
import { afterAct, settled } from '../../api/admin/draft-acts';
import { bodyIn } from '../../api/admin/policy-body';
import { draftOf } from '../../api/admin/policy-draft';
import { BUILTIN_POLICIES } from '../../domain/approval/builtin';
import { PolicyBody } from '../../domain/approval/schema';

const ID = '018f4c1e-0000-7000-8000-000000000001';
const emailOf = (id: string): string => `${id}@example.com`;
const idOf = (email: string): string => email.replace('@example.com', '');

/** The fields of the form as a browser sends them. */
function fieldsOf(draft: Draft, path = ''): Record<string, string | string[]> {
  if (typeof draft === 'string') return { [path]: draft };
  const entries = Object.entries(draft);
  if (isList(draft)) {
    if (/\.(?:steps|otherwise)$/.test(path) && draft.every((one) => typeof one === 'string'))
      return draft.length === 0 ? {} : { [path]: draft.map(String) };
    return Object.assign({ [`${path}.-`]: '' }, ...entries.map(([n, one]) => fieldsOf(one, `${path}.${n}`)));
  }
  return Object.assign({}, ...entries.map(([key, one]) => fieldsOf(one, path ? `${path}.${key}` : key)));
}
const sent = (draft: Draft): DraftNode => readDraft(fieldsOf(draft));

const EVERYTHING = PolicyBody.parse({
  title: 'Everything',
  settings: {
    withdraw: 'never',
    dedup: 'once',
    afterReturn: 'resume',
    minorFields: ['note', 'amount'],
    expiresAfter: 'P30D',
    calendar: 'cn',
    linkTtl: 'PT72H',
    stepUp: false,
    coolingOff: 'PT0S',
    minGap: 'P1D',
    distinctApprovers: true,
    adminId: ID,
  },
  steps: [
    {
      key: 'counted',
      title: 'Counted',
      mode: 'weighted',
      assignees: [{ user: ID }, { role: 'finance' }, { headChain: 2 }, { department: true }, { departmentHead: 'it' }],
      thresholdBp: 6667,
      strict: true,
      weights: { [ID]: 30 },
      when: 'amount > 5',
      onReject: 'sendBack:START',
      emptyHandler: `user:${ID}`,
      selfHandler: 'skip',
      sla: { duration: 'P2D', calendar: 'cn' },
      reminders: { repeat: 'P1D', max: 0 },
      escalation: { managerAtPercent: null, adminAtPercent: 200 },
      timeout: { action: `transfer:${ID}` },
      cc: [ID],
      requireSignature: true,
      risk: 'high',
    },
    {
      key: 'fork',
      parallel: [
        [{ key: 'a', title: 'A', mode: 'quorum', quorum: 2, veto: true, assignees: [{ engagementRole: 'owner' }] }],
        [{ key: 'inner', choose: [{ when: 'x = "1"', steps: [] }], default: [] }],
      ],
    },
    { key: 'some', inclusive: [{ when: 'true', steps: [] }], default: [] },
    {
      key: 'who',
      matrix: {
        hitPolicy: 'collect',
        inputs: [{ label: 'Amount', expression: 'amount' }],
        rules: [
          { when: ['>= 5'], steps: ['m'] },
          { when: ['-'], steps: [] },
        ],
        otherwise: ['m', 'n'],
      },
      steps: [
        {
          key: 'm',
          title: 'M',
          mode: 'ballot',
          ballot: { threshold: '1/2', quorum: '1/3', closesAfter: 'P3D' },
          assignees: [{ requesterSelect: true }],
          escalation: false,
        },
        {
          key: 'n',
          title: 'N',
          mode: 'ratio',
          ratioBp: 5000,
          assignees: [{ manager: true }],
          timeout: { action: 'transfer:manager' },
        },
      ],
    },
  ],
});

test.each([['everything that a policy can say', EVERYTHING], ...Object.entries(BUILTIN_POLICIES)])(
  'the form of %s, sent as it was drawn, is the same policy',
  (_name, body) => {
    expect(PolicyBody.parse(bodyIn(sent(draftOf(body, emailOf)), idOf))).toEqual(body);
  },
);

test('a branch without steps and a list without steps are kept', () => {
  const draft = sent({ title: 'T', settings: {}, steps: [{ key: 'f', parallel: [[], []] }] });
  expect(bodyIn(draft, idOf)['steps']).toEqual([{ key: 'f', parallel: [[], []] }]);
  expect(bodyIn(sent({ title: 'T', settings: {}, steps: [] }), idOf)['steps']).toEqual([]);
});

const three = sent({ title: 'T', settings: {}, steps: ['a', 'b', 'c'].map((key) => ({ key, title: key })) });
const keysAfter = (button: string): unknown[] => {
  const { steps } = bodyIn(afterAct(three, button) ?? {}, idOf) as { steps: { key: string }[] };
  return steps.map(({ key }) => key);
};

test.each([
  ['up:steps.1', ['b', 'a', 'c']],
  ['up:steps.0', ['a', 'b', 'c']],
  ['down:steps.1', ['a', 'c', 'b']],
  ['down:steps.2', ['a', 'b', 'c']],
  ['remove:steps.1', ['a', 'c']],
  ['step:steps', ['a', 'b', 'c', 'step-4']],
  ['matrix:steps', ['a', 'b', 'c', 'step-4']],
  ['remove:nowhere.1', ['a', 'b', 'c']],
])('the button %s makes the steps %j', (button, keys) => {
  expect(keysAfter(button)).toEqual(keys);
});

test('a button that is none of ours is known as such', () => {
  expect(afterAct(three, 'constructor:steps')).toBeNull();
  expect(afterAct(three, 'save')).toBeNull();
});

const WITH_MATRIX = draftOf({ title: 'T', settings: {}, steps: EVERYTHING.steps.slice(-1) }, emailOf);
const matrixIn = (draft: DraftNode) => (bodyIn(draft, idOf) as { steps: { matrix: object }[] }).steps[0]?.matrix;

test('what a matrix says of a step follows the step to its new key', () => {
  const typed = sent(WITH_MATRIX);
  const renamed = settled(readDraft({ ...fieldsOf(typed), 'steps.0.steps.0.key': 'mm' }));
  expect(matrixIn(renamed)).toMatchObject({ rules: [{ steps: ['mm'] }, { steps: [] }], otherwise: ['mm', 'n'] });
});

test('an input of a matrix goes with its column, and one that comes has an empty one', () => {
  const two = afterAct(sent(WITH_MATRIX), 'input:steps.0.matrix.inputs') ?? {};
  expect(matrixIn(two)).toMatchObject({ rules: [{ when: ['>= 5', '-'] }, { when: ['-', '-'] }] });
  const one = afterAct(two, 'drop-input:steps.0.matrix.inputs.0') ?? {};
  expect(matrixIn(one)).toMatchObject({
    inputs: [{ label: '', expression: '' }],
    rules: [{ when: ['-'] }, { when: ['-'] }],
  });
});

test('what another way of counting would read counts nothing, and is there again when that way is chosen', () => {
  const draft = sent(draftOf({ title: 'T', settings: {}, steps: EVERYTHING.steps.slice(0, 1) }, emailOf));
  const other = readDraft({ ...fieldsOf(draft), 'steps.0.mode': 'any' });
  expect((bodyIn(other, idOf)['steps'] as object[])[0]).not.toHaveProperty('weights');
  const again = readDraft({ ...fieldsOf(other), 'steps.0.mode': 'weighted' });
  expect((bodyIn(again, idOf)['steps'] as object[])[0]).toHaveProperty('weights', { [ID]: 30 });
});

test.each([
  ['2d', 'P2D'],
  ['4 hours', 'PT4H'],
  ['3 天', 'P3D'],
  ['8小时', 'PT8H'],
  ['p1dt4h', 'P1DT4H'],
  ['soon', 'SOON'],
])('a time typed as %s is %s', (text, duration) => {
  const draft = readDraft({ 'settings.expiresAfter': text });
  expect(bodyIn(draft, idOf)).toHaveProperty('settings.expiresAfter', duration);
});

test('names that lead elsewhere are no part of a draft', () => {
  expect(readDraft({ '__proto__.x': '1', 'steps.__proto__.x': '1', csrf: 'x', title: 'T' })).toEqual({ title: 'T' });
});

test('rows for people that were left empty are gone, and an address alone names a person', () => {
  const typed = readDraft({
    'steps.0.assignees.0.source': '',
    'steps.0.assignees.0.user': '',
    'steps.0.assignees.1.source': '',
    'steps.0.assignees.1.user': emailOf(ID),
    'steps.0.assignees.2.source': 'role:hr',
    'steps.0.assignees.2.user': '',
  });
  expect(bodyIn(settled(typed), idOf)['steps']).toMatchObject([{ assignees: [{ user: ID }, { role: 'hr' }] }]);
});

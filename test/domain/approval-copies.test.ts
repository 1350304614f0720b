import { Desk, type Setup, step } from './approval-builders';

/** Mails of copies as `kind to`, in the order in which they were wanted. */
const copies = ({ mails }: Desk): string[] =>
  mails.filter(({ kind }) => kind.startsWith('cc')).map(({ kind, recipientId }) => `${kind} ${recipientId}`);

const first = step({ key: 's1', people: ['A'], cc: ['F', 'G'] });
const second = step({ key: 's2', people: ['B'], cc: ['F'] });

interface Case {
  readonly what: string;
  readonly setup: Setup;
  readonly act: (desk: Desk) => unknown;
  readonly expected: readonly string[];
}

const CASES: readonly Case[] = [
  {
    what: 'at submission and at the end',
    setup: { steps: [step({ people: ['A'] })], ccIds: ['C', 'D'] },
    act: (desk) => desk.vote('A+'),
    expected: ['cc-opened C', 'cc-opened D', 'cc C', 'cc D'],
  },
  {
    what: 'when their step has ended, and not when another one has',
    setup: { steps: [first, step({ key: 's2', people: ['B'] })] },
    act: (desk) => desk.vote('A+ B+'),
    expected: ['cc-step F', 'cc-step G'],
  },
  {
    what: 'once at the end of the last step, when they hear of the end of the request anyway',
    setup: { steps: [second], ccIds: ['F'] },
    act: (desk) => desk.vote('B+'),
    expected: ['cc-opened F', 'cc F'],
  },
  {
    what: 'when their step was rejected',
    setup: { steps: [first, second] },
    act: (desk) => desk.vote('A-'),
    expected: ['cc-step F', 'cc-step G'],
  },
  {
    what: 'not of a step whose condition does not hold',
    setup: { steps: [first, second], directory: { skip: ['s1'] } },
    act: () => undefined,
    expected: [],
  },
  {
    what: 'of each round that begins anew',
    setup: { steps: [step({ people: ['A'] })], ccIds: ['C'] },
    act: (desk) => {
      desk.try('A', 'send-back');
      desk.ask('R', 'resubmit', { subjectHash: 'h2' });
    },
    expected: ['cc-opened C', 'cc-opened C'],
  },
];

test.each(CASES)('people in copy hear $what', ({ setup, act, expected }) => {
  const desk = new Desk(setup);
  act(desk);

  expect(copies(desk)).toEqual(expected);
  const keys = desk.mails.map((mail) => [mail.kind, mail.taskId ?? mail.recipientId, mail.seq].join(':'));
  expect(new Set(keys).size).toBe(keys.length);
});

test('people in copy of a step may comment and decide nothing', () => {
  const desk = new Desk({ steps: [first, second] });
  expect(desk.ask('F', 'comment')?.code).toBe('FORBIDDEN');
  desk.vote('A+');

  expect(desk.ask('F', 'comment')).toBeNull();
  expect(desk.try('F', 'approve')?.code).toBe('NOT_FOUND');
  expect(desk.state.ccIds).toEqual([]);
});

test('people named in a comment get one mail of it and a copy from then on', () => {
  const desk = new Desk({ steps: [first], ccIds: ['C'] });
  desk.ask('A', 'comment', { mentionIds: ['M', 'C', 'M'] });
  desk.ask('M', 'comment', { decisionId: 'again', mentionIds: ['C'] });

  const named = desk.mails.filter(({ kind }) => kind === 'mention');
  expect(named.map(({ recipientId }) => recipientId)).toEqual(['M', 'C', 'C']);
  expect(new Set(named.map(({ recipientId, seq }) => `${recipientId}:${seq}`)).size).toBe(3);
  expect(desk.state.ccIds).toEqual(['C', 'M']);
});

test('a file goes with one act, which its fact names, and with no other', () => {
  const desk = new Desk({ steps: [first, second] });
  expect(desk.ask('A', 'comment', { attachmentIds: ['f1'] })).toBeNull();

  const again = desk.try('A', 'approve', { attachmentIds: ['f2', 'f1'] });
  expect([again?.code, again?.errors?.[0]?.path]).toEqual(['INVALID_FIELDS', 'attachmentIds']);
  expect(desk.try('A', 'approve', { attachmentIds: ['f2'] })).toBeNull();
  expect(desk.state.attachmentIds).toEqual(['f1', 'f2']);
});

import {
  amendObjection,
  bidObjection,
  openObjection,
  questionObjection,
  sealObjection,
  withdrawObjection,
} from '../../../domain/tender/objections';
import { stageOf, type Tender } from '../../../domain/tender/tender';

const [ASK, CLOSE] = [1_000, 2_000];
const tender = (part: Partial<Tender> = {}): Tender => ({
  engagementId: 'e',
  body: {
    items: [{ key: 'seats', title: 'Seats', quantity: 10, unit: 'seat', charge: 'annual' }],
    questionsUntil: '1970-01-01T00:00:01Z',
    closeAt: '1970-01-01T00:00:02Z',
    invited: ['v'],
    lateBids: 'accept',
  },
  questionsUntil: ASK,
  closeAt: CLOSE,
  state: 'published',
  revision: 1,
  publishedAt: 0,
  openedAt: null,
  cancelReason: null,
  ...part,
});
const opened = tender({ openedAt: CLOSE });
const strict = tender({ body: { ...tender().body, lateBids: 'refuse' } });
const draft = tender({ state: 'draft' });
const cancelled = tender({ state: 'cancelled' });

test.each<[Tender, number, string]>([
  [draft, 0, 'draft'],
  [tender(), ASK - 1, 'questions'],
  [tender(), ASK, 'bidding'],
  [tender(), CLOSE - 1, 'bidding'],
  [tender(), CLOSE, 'closed'],
  [opened, CLOSE, 'opened'],
  [cancelled, CLOSE, 'cancelled'],
])('a tender is at its stage %#', (one, now, stage) => expect(stageOf(one, now)).toBe(stage));

test.each<[string, Tender | null, string | null]>([
  ['no tender', null, null],
  ['a draft', draft, null],
  ['a running tender', tender(), 'BIDS_SEALED'],
  ['opened bids', opened, null],
  ['a cancelled tender', cancelled, null],
])('amounts of %s: %s', (_what, one, code) => expect(sealObjection(one)?.code ?? null).toBe(code));

test.each<[Tender, number, string | null]>([
  [tender(), CLOSE - 1, 'BIDS_SEALED'],
  [tender(), CLOSE, null],
  [opened, CLOSE, 'STATE_CONFLICT'],
  [draft, CLOSE, 'STATE_CONFLICT'],
  [cancelled, CLOSE, 'STATE_CONFLICT'],
])('bids are opened once, after the deadline %#', (one, now, code) =>
  expect(openObjection(one, now)?.code ?? null).toBe(code),
);

const none = null;
const [inTime, late] = [{ late: false }, { late: true }];
test.each<[string, Tender, number, { late: boolean } | null, boolean, string | null]>([
  ['before the deadline', tender(), CLOSE - 1, none, false, null],
  ['anew before the deadline', tender(), CLOSE - 1, inTime, false, null],
  ['as a first bid after it', tender(), CLOSE, none, false, null],
  ['as a first bid after the opening', opened, CLOSE, none, false, null],
  ['over a late one', opened, CLOSE, late, false, null],
  ['over one in time, after it', tender(), CLOSE, inTime, false, 'BID_LATE'],
  ['late where that is refused', strict, CLOSE, none, false, 'BID_LATE'],
  ['in time where late ones are refused', strict, CLOSE - 1, none, false, null],
  ['while the award is decided', opened, CLOSE, none, true, 'STATE_CONFLICT'],
  ['to a draft', draft, 0, none, false, 'STATE_CONFLICT'],
  ['to a cancelled tender', cancelled, 0, none, false, 'STATE_CONFLICT'],
])('a bid %s', (_when, one, now, standing, decided, code) =>
  expect(bidObjection({ tender: one, standing, decided }, now)?.code ?? null).toBe(code),
);

test.each<[Tender, number, string | null]>([
  [tender(), CLOSE - 1, null],
  [tender(), CLOSE, 'BID_LATE'],
  [opened, CLOSE, 'BID_LATE'],
  [cancelled, 0, 'STATE_CONFLICT'],
])('a bid is taken back until the deadline %#', (one, now, code) =>
  expect(withdrawObjection(one, now)?.code ?? null).toBe(code),
);

test.each<[Tender, number, string | null]>([
  [tender(), ASK - 1, null],
  [tender(), ASK, 'STATE_CONFLICT'],
  [draft, 0, 'STATE_CONFLICT'],
])('questions are asked until their deadline %#', (one, now, code) =>
  expect(questionObjection(one, now)?.code ?? null).toBe(code),
);

const after = (closeAt: number, invited: readonly string[] = ['v']) => ({
  closeAt,
  questionsUntil: ASK,
  body: { ...tender().body, invited: [...invited] },
});
test.each<[string, Tender | null, ReturnType<typeof after>, number, string | null]>([
  ['set up', null, after(CLOSE), 0, null],
  ['set up too late', null, after(CLOSE), CLOSE, 'INVALID_FIELDS'],
  ['with questions after the deadline', null, after(ASK - 1), 0, 'INVALID_FIELDS'],
  ['shortened as a draft', draft, after(CLOSE - 1), 0, null],
  ['extended', tender(), after(CLOSE + 1), 0, null],
  ['shortened when published', tender(), after(CLOSE - 1), 0, 'INVALID_FIELDS'],
  ['open to one more vendor', tender(), after(CLOSE, ['v', 'w']), 0, null],
  ['without an invited vendor', tender(), after(CLOSE, ['w']), 0, 'INVALID_FIELDS'],
  ['extended after the deadline', tender(), after(CLOSE + 9), CLOSE, 'STATE_CONFLICT'],
  ['changed when cancelled', cancelled, after(CLOSE), 0, 'STATE_CONFLICT'],
])('a tender %s', (_what, before, next, now, code) =>
  expect(amendObjection(before, next, now)?.code ?? null).toBe(code),
);

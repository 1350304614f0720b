import type { Vote } from '../../domain/approval/tally';
import type { TallyInput } from '../../domain/approval/tally-votes';

/** The truth table of counting: `A30 B35` are voters with weights, `A+ B- C0` approve, reject and abstain. */
export type Row = readonly [
  id: string,
  rule: Omit<TallyInput, 'voters' | 'votes'>,
  voters: string,
  votes: string,
  outcome: string,
  rest?: Readonly<Record<string, unknown>>,
];

const VOTES: Readonly<Record<string, Vote>> = { '+': 'approve', '-': 'reject', '0': 'abstain' };
export const voters = (text: string) =>
  text.split(' ').map((word) => ({ key: word.charAt(0), ...(word.length > 1 && { weight: Number(word.slice(1)) }) }));
export const votes = (text: string) =>
  text === ''
    ? []
    : text.split(' ').map((word) => ({ by: word.charAt(0), decision: VOTES[word.charAt(1)] ?? 'abstain' }));
const nine = 'A B C D E F G H I';
const quorum = { mode: 'quorum', quorum: 2 } as const;
const half = { mode: 'ballot', ballot: { quorum: '1/2', threshold: '1/2' } } as const;

export const ROWS: readonly Row[] = [
  ['T01', { mode: 'any' }, 'A B C', 'B+', 'approved', { decidedBy: 'B', cancelled: ['A', 'C'], reason: 'ANY_DECIDED' }],
  ['T02', { mode: 'any' }, 'A B C', 'A-', 'rejected', { cancelled: ['B', 'C'], reason: 'ANY_DECIDED' }],
  ['T03', { mode: 'any', anyApprove: true }, 'A B C', 'A- B+', 'approved', { decidedBy: 'B', cancelled: ['C'] }],
  ['T04', { mode: 'any', anyApprove: true }, 'A B C', 'A- B- C-', 'rejected'],
  ['T05', { mode: 'all' }, 'A B C', 'A+ B+', 'pending', { cancelled: [], reason: null, decidedBy: null }],
  ['T06', { mode: 'all' }, 'A B C', 'A+ B-', 'rejected', { cancelled: ['C'] }],
  ['T07 before the change', { mode: 'all', rejectWaits: true }, 'A B C', 'A- B+', 'pending'],
  ['T07', { mode: 'all', rejectWaits: true }, 'A B C', 'A- B+ A+ C+', 'approved'],
  ['T08', { mode: 'all', rejectWaits: true }, 'A B C', 'A- B+ C+', 'rejected'],
  ['T10', { mode: 'sequential' }, 'A B C', 'A+ B+ C+', 'approved', { decidedBy: 'C' }],
  ['T12 open', quorum, 'A B C', 'A- B+', 'pending'],
  ['T12 approved', quorum, 'A B C', 'A- B+ C+', 'approved', { reason: 'QUORUM_REACHED' }],
  ['T12 rejected', quorum, 'A B C', 'A- B+ C-', 'rejected', { reason: 'QUORUM_IMPOSSIBLE' }],
  ['T13', quorum, 'A B C', 'A- B-', 'rejected', { cancelled: ['C'] }],
  ['T14', { ...quorum, veto: true }, 'A B C', 'A+ B-', 'rejected'],
  ['T15', { mode: 'ratio', ratioBp: 5000 }, 'A B C D', 'A- B+ C+', 'approved', { decidedBy: 'C', cancelled: ['D'] }],
  ['T16 open', { mode: 'ratio', ratioBp: 5000 }, 'A B C D', 'A- B-', 'pending'],
  ['T16', { mode: 'ratio', ratioBp: 5000 }, 'A B C D', 'A- B- C-', 'rejected'],
  ['T17', { mode: 'ratio', ratioBp: 6667 }, 'A B C', 'A+ B-', 'rejected', { decidedBy: 'B' }],
  ['T17 at 6666', { mode: 'ratio', ratioBp: 6666 }, 'A B C', 'A+ B-', 'pending'],
  ['T17 at 6666, decided', { mode: 'ratio', ratioBp: 6666 }, 'A B C', 'A+ B- C+', 'approved'],
  [
    'T18',
    { mode: 'weighted', thresholdBp: 5000 },
    'A30 B35 C35',
    'A+ C+',
    'approved',
    { decidedBy: 'C', cancelled: ['B'] },
  ],
  ['T19', { mode: 'weighted', thresholdBp: 5000 }, 'A50 B50', 'A+', 'approved'],
  ['T19 strict', { mode: 'weighted', thresholdBp: 5000, strict: true }, 'A50 B50', 'A+', 'pending'],
  ['T20', { mode: 'weighted', thresholdBp: 5000 }, 'A30 B35 C35', 'B- C-', 'rejected', { decidedBy: 'C' }],
  ['T22', { ...half, closed: true }, nine, 'A+ B+ C+ D+ E+', 'approved', { decidedBy: null }],
  ['T23', { ...half, closed: true }, nine, 'A+ B+ C+ D+', 'rejected'],
  ['T24', { ...half, closed: true }, nine, 'A+ B+ C+ D+ E-', 'approved'],
  [
    'T25',
    { mode: 'ballot', ballot: { quorum: '1', threshold: '1/2' }, closed: true },
    nine,
    'A+ B+ C+ D+ E+ F+ G+ H+',
    'rejected',
  ],
  [
    'T25 with an abstention',
    { mode: 'ballot', ballot: { quorum: '1', threshold: '1/2' } },
    nine,
    'A+ B+ C+ D+ E+ F+ G+ H+ I0',
    'approved',
  ],
  ['T26', { mode: 'ballot', ballot: { threshold: '1/2' }, closed: true }, nine, 'A+ B+ C+ D+ E- F0 G0 H0', 'rejected'],
  ['T27', { ...half, closed: true }, nine, 'A+ B0 C0 D0 E0', 'approved'],
  [
    'T28',
    { mode: 'ballot', ballot: { quorum: '1/2', threshold: '1' } },
    nine,
    'A+ B+ C+ D+ E+ F+ G+ H+ I-',
    'rejected',
  ],
  ['T29', { mode: 'ballot', ballot: { threshold: '2/3' }, closed: true }, nine, 'A+ B+ C+ D+ E+ F+', 'rejected'],
  ['T29 all yes', { mode: 'ballot', ballot: { threshold: '1' } }, nine, 'A+ B+ C+ D+ E+ F+ G+ H+ I+', 'approved'],
  ['a ballot without any vote', { ...half, closed: true }, nine, '', 'rejected'],
  ['a ballot that is still open', half, nine, 'A+ B+ C+ D+ E+', 'pending'],
  [
    'an abstention makes unanimity impossible',
    { mode: 'all' },
    'A B',
    'A0',
    'rejected',
    { reason: 'QUORUM_IMPOSSIBLE' },
  ],
  ['an abstention leaves any to the others', { mode: 'any' }, 'A B', 'A0 B+', 'approved'],
  ['nobody but abstentions', { mode: 'any' }, 'A B', 'A0 B0', 'rejected'],
  ['two light votes against a heavy one', { mode: 'weighted', thresholdBp: 5000 }, 'A60 B20 C20', 'B+ C+', 'pending'],
  ['a heavy vote alone', { mode: 'weighted', thresholdBp: 5000 }, 'A60 B20 C20', 'A+', 'approved', { decidedBy: 'A' }],
  ['a heavy vote in a ballot', { ...half }, 'A5 B2 C2', 'A+ B- C-', 'approved'],
];

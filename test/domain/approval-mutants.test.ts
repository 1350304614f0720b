import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Seat, tally, type TallyRule, type Verdict } from '../../domain/approval/tally';
import { ROWS, type Row, voters, votes } from './approval-tally-table';

type Tally = typeof tally;
type Ballot = TallyRule['ballot'];

/** A count with one part broken: in what it is told, or in what it answers. */
const told =
  (rule: (rule: TallyRule) => TallyRule): Tally =>
  (given, seats, closed) =>
    tally(rule(given), seats, closed);
const seen =
  (change: (seat: Seat) => readonly Seat[]): Tally =>
  (rule, seats, closed) =>
    tally(rule, seats.flatMap(change), closed);
const answered =
  (change: (verdict: Verdict, open: boolean) => Verdict): Tally =>
  (rule, seats, closed) =>
    change(
      tally(rule, seats, closed),
      seats.some(({ vote }) => vote === null),
    );
const PENDING: Verdict = { outcome: 'pending', reason: null };
const ballot = (change: (ballot: NonNullable<Ballot>) => Ballot): Tally =>
  told((rule) => ({ ...rule, ballot: rule.ballot && change(rule.ballot) }));

const MUTANTS: Readonly<Record<string, Tally>> = {
  'a threshold must be exceeded where reaching it suffices': told((rule) => ({ ...rule, strict: true })),
  'reaching a threshold suffices where it must be exceeded': told((rule) => ({ ...rule, strict: false })),
  'a reject counts twice': seen((seat) => (seat.vote === 'reject' ? [seat, { ...seat, key: `${seat.key}2` }] : [seat])),
  'a quorum is one too high': told((rule) => ({ ...rule, quorum: rule.quorum && rule.quorum + 1 })),
  'a quorum is one too low': told((rule) => ({ ...rule, quorum: rule.quorum && rule.quorum - 1 })),
  'a veto is not heard': told((rule) => ({ ...rule, veto: false })),
  'every reject is a veto': told((rule) => ({ ...rule, veto: true })),
  'weights are ignored': seen((seat) => [{ ...seat, weight: 1 }]),
  'agreement that is out of reach is waited for': answered((verdict, open) =>
    verdict.outcome === 'rejected' && open ? PENDING : verdict,
  ),
  'everybody is waited for although enough agree': answered((verdict, open) =>
    verdict.outcome === 'approved' && open ? PENDING : verdict,
  ),
  'an abstention is a consent': seen((seat) => [seat.vote === 'abstain' ? { ...seat, vote: 'approve' } : seat]),
  'an abstention is a reject': seen((seat) => [seat.vote === 'abstain' ? { ...seat, vote: 'reject' } : seat]),
  'an abstention is no vote at all': seen((seat) => [seat.vote === 'abstain' ? { ...seat, vote: null } : seat]),
  'the quorum of a ballot is ignored': ballot(({ threshold }) => ({ threshold })),
  'the threshold of a ballot is always half': ballot((one) => ({ ...one, threshold: '1/2' })),
  'a ballot closes with its first vote': (rule, seats) => tally(rule, seats, true),
  'a first reject is not an answer': told((rule) => ({ ...rule, anyApprove: true })),
  'a first reject is always an answer': told((rule) => ({ ...rule, anyApprove: false })),
  'a reject ends a step that waits for everybody': told((rule) => ({ ...rule, rejectWaits: false })),
  'everybody is waited for in every step of all': told((rule) => ({ ...rule, rejectWaits: true })),
  'a share is rounded to whole percent': told((rule) => ({
    ...rule,
    ratioBp: rule.ratioBp && Math.round(rule.ratioBp / 100) * 100,
  })),
  'the share of a ratio is a sixth too low': told((rule) => ({
    ...rule,
    ratioBp: rule.ratioBp && rule.ratioBp - 1_667,
  })),
};

/** What a row comes to under a count: its outcome, and whose vote brought it. */
function play(count: Tally, [, rule, who, cast]: Row): string {
  let seats: readonly Seat[] = voters(who).map(({ key, weight }) => ({ key, weight: weight ?? 1, vote: null }));
  for (const { by, decision } of votes(cast)) {
    seats = seats.map((seat) => (seat.key === by ? { ...seat, vote: decision } : seat));
    const { outcome } = count(rule, seats);
    if (outcome !== 'pending') return `${outcome} by ${by}`;
  }
  return count(rule, seats, rule.closed).outcome;
}

/** Rows that come out otherwise under a broken count. */
const catching = (mutant: Tally): string[] =>
  ROWS.filter((row) => play(mutant, row) !== play(tally, row)).map(([id]) => id);

test('the rows come out under this replay as the table says', () => {
  for (const row of ROWS) expect([row[0], play(tally, row).split(' ')[0]]).toEqual([row[0], row[4]]);
});

test.each(Object.entries(MUTANTS))('the truth table notices when %s', (_what, mutant) => {
  expect(catching(mutant)).not.toEqual([]);
});

test('the documentation names every mutant with the rows that catch it', () => {
  const text = readFileSync(join(__dirname, '../../docs/proof.md'), 'utf8');
  const lines = Object.entries(MUTANTS).map(([what, mutant]) => `| ${what} | ${catching(mutant).join(', ')} |`);

  expect(lines.filter((line) => !text.includes(line))).toEqual([]);
});

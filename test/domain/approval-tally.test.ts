import { type TallyInput, tallyVotes } from '../../domain/approval/tally-votes';
import { ROWS, voters, votes } from './approval-tally-table';

for (const [id, rule, who, cast, outcome, rest = {}] of ROWS) {
  test(`${id} is counted`, () => {
    expect(tallyVotes({ ...rule, voters: voters(who), votes: votes(cast) })).toMatchObject({ outcome, ...rest });
  });
}

test.each<readonly [string, Omit<TallyInput, 'voters' | 'votes'>, string, string, string]>([
  ['T09: a vote out of turn', { mode: 'sequential' }, 'A B C', 'B+', 'votes.0.by'],
  ['T21: weights that are all zero', { mode: 'weighted' }, 'A0 B0', '', 'voters'],
  ['a vote after the decision', { mode: 'any' }, 'A B', 'A+ B+', 'votes.1'],
  ['a second vote', { mode: 'all' }, 'A B', 'A+ A-', 'votes.1.by'],
  ['a stranger', { mode: 'all' }, 'A B', 'X+', 'votes.0.by'],
  ['a quorum that nobody can reach', { mode: 'quorum', quorum: 3 }, 'A B', '', 'quorum'],
  ['a share of nothing', { mode: 'ratio', ratioBp: 0 }, 'A B', '', 'ratioBp'],
  ['a ballot without threshold', { mode: 'ballot' }, 'A B', '', 'ballot'],
])('%s is refused', (_name, rule, who, cast, path) => {
  expect(() => tallyVotes({ ...rule, voters: voters(who), votes: votes(cast) })).toThrow(
    expect.objectContaining({ code: 'INVALID_FIELDS', errors: [expect.objectContaining({ path })] }),
  );
});

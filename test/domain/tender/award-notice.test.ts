import fc from 'fast-check';
import { awardNotices, type Bidder } from '../../../domain/tender/award-notice';

const bidder = (candidateId: string, part: Partial<Bidder> = {}): Bidder => ({
  candidateId,
  invited: false,
  declined: false,
  quoted: false,
  rank: null,
  ...part,
});

test.each([
  ['was invited and bid', { invited: true, quoted: true }, true],
  ['was invited and never answered', { invited: true }, true],
  ['has quoted without an invitation', { quoted: true }, true],
  ['has declined', { invited: true, declined: true }, false],
  ['quoted before it declined', { invited: true, declined: true, quoted: true }, true],
  ['was only looked at', {}, false],
] as const)('whoever %s is told: %s', (_when, part, told) => {
  const notices = awardNotices([bidder('winner'), bidder('other', part)], { chosenId: 'winner', tellRank: false });
  expect(notices.map(({ candidateId }) => candidateId)).toEqual(told ? ['winner', 'other'] : ['winner']);
});

const bidders = fc.uniqueArray(
  fc.record({
    candidateId: fc.uuid(),
    invited: fc.boolean(),
    declined: fc.boolean(),
    quoted: fc.boolean(),
    rank: fc.option(fc.integer({ min: 1, max: 50 })),
  }),
  { selector: ({ candidateId }) => candidateId, minLength: 1, maxLength: 12 },
);

test('exactly one wins, everybody is told once and of no place but their own', () => {
  fc.assert(
    fc.property(bidders, fc.nat(), fc.boolean(), (all, pick, tellRank) => {
      const chosenId = all[pick % all.length]!.candidateId;
      const notices = awardNotices(all, { chosenId, tellRank });
      expect(notices.filter(({ outcome }) => outcome === 'won')).toHaveLength(1);
      expect(new Set(notices.map(({ candidateId }) => candidateId)).size).toBe(notices.length);
      for (const { candidateId, rank } of notices)
        expect(rank).toBe(tellRank ? all.find((one) => one.candidateId === candidateId)!.rank : null);
    }),
  );
});

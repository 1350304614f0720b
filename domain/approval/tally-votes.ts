import { DomainError, type Issue } from '../errors';
import { type Seat, tally, type TallyRule, type Verdict, type Vote } from './tally';

export interface TallyInput extends TallyRule {
  readonly voters: readonly { readonly key: string; readonly weight?: number | undefined }[];
  readonly votes: readonly { readonly by: string; readonly decision: Vote }[];
  /** Closes a ballot before all have voted. */
  readonly closed?: boolean | undefined;
}

export interface TallyAnswer {
  readonly outcome: Verdict['outcome'];
  readonly decidedBy: string | null;
  readonly reason: Verdict['reason'];
  readonly cancelled: readonly string[];
}

/** Counts votes in the order given, exactly as a running step does, and refuses what a running step would refuse. */
export function tallyVotes(input: TallyInput): TallyAnswer {
  checkRule(input);
  let seats: readonly Seat[] = input.voters.map(({ key, weight }) => ({ key, weight: weight ?? 1, vote: null }));
  let verdict: Verdict = { outcome: 'pending', reason: null };
  let decidedBy: string | null = null;
  input.votes.forEach(({ by, decision }, index) => {
    checkVote(input, { seats, by, decided: verdict.outcome !== 'pending' }, `votes.${index}`);
    seats = seats.map((seat) => (seat.key === by ? { ...seat, vote: decision } : seat));
    verdict = tally(input, seats);
    if (verdict.outcome !== 'pending') decidedBy = by;
  });
  if (verdict.outcome === 'pending' && input.closed) verdict = tally(input, seats, true);
  const open = seats.filter(({ vote }) => vote === null).map(({ key }) => key);
  // People who were not yet asked in turn have no task that could be cancelled.
  const asked = verdict.outcome === 'pending' || input.mode === 'sequential' ? [] : open;
  return { outcome: verdict.outcome, decidedBy, reason: verdict.reason, cancelled: asked };
}

interface Situation {
  readonly seats: readonly Seat[];
  readonly by: string;
  readonly decided: boolean;
}

function checkVote(input: TallyInput, { seats, by, decided }: Situation, path: string): void {
  const seat = seats.find(({ key }) => key === by);
  if (!seat) throw invalid({ path: `${path}.by`, message: `${by} is not a voter` });
  if (decided) throw invalid({ path, message: 'the outcome had been decided before this vote' });
  const mayChange = input.mode === 'all' && input.rejectWaits === true;
  if (seat.vote !== null && !mayChange) throw invalid({ path: `${path}.by`, message: `${by} has voted already` });
  const next = seats.find(({ vote }) => vote === null);
  if (input.mode === 'sequential' && next?.key !== by)
    throw invalid({ path: `${path}.by`, message: `it is not ${by}'s turn` });
}

function checkRule(input: TallyInput): void {
  const issues = ruleIssues(input, input.voters.length);
  const total = input.voters.reduce((sum, { weight }) => sum + (weight ?? 1), 0);
  const weighs = input.mode === 'weighted' || input.mode === 'ballot';
  if (weighs && total <= 0) issues.push({ path: 'voters', message: 'the weights must add up to more than 0' });
  if (!Number.isSafeInteger(total * 10_000)) issues.push({ path: 'voters', message: 'the weights are too large' });
  if (input.voters.some(({ weight }) => weight !== undefined && (weight < 0 || !Number.isInteger(weight))))
    issues.push({ path: 'voters', message: 'weights are whole numbers of at least 0' });
  if (new Set(input.voters.map(({ key }) => key)).size < input.voters.length)
    issues.push({ path: 'voters', message: 'a voter is named twice' });
  const [first] = issues;
  if (first) throw new DomainError('INVALID_FIELDS', `${first.path}: ${first.message}`, issues);
}

/** What a counting rule lacks; `voters` is the number of people when it is known. */
export function ruleIssues(rule: TallyRule, voters: number | null): Issue[] {
  const issues: Issue[] = [];
  if (voters === 0) issues.push({ path: 'voters', message: 'at least one voter is needed' });
  if (rule.mode === 'quorum' && (rule.quorum === undefined || rule.quorum < 1))
    issues.push({ path: 'quorum', message: 'the mode quorum needs a number of at least 1' });
  if (rule.mode === 'quorum' && voters !== null && (rule.quorum ?? 0) > voters)
    issues.push({ path: 'quorum', message: 'is more than the number of voters' });
  if (rule.mode === 'ratio' && rule.ratioBp === undefined)
    issues.push({ path: 'ratioBp', message: 'the mode ratio needs a share in basis points' });
  if (rule.ratioBp === 0) issues.push({ path: 'ratioBp', message: 'a share of 0 would pass without any vote' });
  if (rule.thresholdBp === 0) issues.push({ path: 'thresholdBp', message: 'a share of 0 would pass without any vote' });
  if (rule.thresholdBp === 10_000 && rule.strict)
    issues.push({ path: 'strict', message: 'nothing can be more than all of the weight' });
  if (rule.mode === 'ballot' && !rule.ballot)
    issues.push({ path: 'ballot', message: 'the mode ballot needs a threshold such as 1/2' });
  for (const name of ['quorum', 'threshold'] as const) {
    const text = rule.ballot?.[name];
    if (text !== undefined && !isShare(text))
      issues.push({ path: `ballot.${name}`, message: 'is a fraction above 0 and at most 1' });
  }
  return issues;
}

function isShare(text: string): boolean {
  const match = /^(\d{1,4})(?:\/(\d{1,4}))?$/.exec(text);
  const [above, below] = [Number(match?.[1] ?? 0), Number(match?.[2] ?? 1)];
  return above > 0 && below > 0 && above <= below;
}

const invalid = (issue: Issue): DomainError =>
  new DomainError('INVALID_FIELDS', `${issue.path}: ${issue.message}`, [issue]);

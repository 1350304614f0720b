import { z } from 'zod';
import { Anything, callerFor } from '../../../bin/demo/http';
import { tick } from './needs';
import type { Run } from './run';
import type { Bidders } from './tender';
import type { Speaker } from './world';

const Candidates = z.looseObject({ items: z.array(z.looseObject({ id: z.string(), vendorId: z.string() })) });
const Asked = z.looseObject({ id: z.string() });
const Ranking = z.looseObject({ candidates: z.array(z.looseObject({ id: z.string(), rank: z.number().nullable() })) });
const Hits = z.looseObject({ items: z.array(z.looseObject({ id: z.string() })) });

const criterion = (key: string) => ({ key, weightBp: 10_000, type: 'scale', min: 0, max: 5, direction: 'maximise' });
const DIMENSIONS = [
  { key: 'qualification', weightBp: 2000, criteria: [criterion('licences')] },
  { key: 'capability', weightBp: 4000, criteria: [criterion('team')] },
  { key: 'price', weightBp: 4000, criteria: [] },
];
/** Qualification and capability count alike, the price twice as much. */
const JUDGEMENTS = [
  [1, 1, 0.5],
  [1, 1, 0.5],
  [2, 2, 1],
];
/** A is above B, B above C, and C above A. */
const CONTRADICTION = [
  [1, 5, 0.2],
  [0.2, 1, 5],
  [5, 0.2, 1],
];

interface Proposal {
  readonly run: Run;
  readonly bidders: Bidders;
  /** Ids of the candidates. */
  readonly chosen: string;
  readonly rival: string;
}

/** G2: two people judge what was opened, and the award is proposed once nothing stands against it. */
export async function award(run: Run, bidders: Bidders): Promise<void> {
  const { items: candidates } = await run.get(run.people.owner, '/candidates', Candidates);
  const idOf = (vendorId: string): string => candidates.find((one) => one.vendorId === vendorId)?.id ?? '';
  const proposal = { run, bidders, chosen: idOf(bidders.chosen.id), rival: idOf(bidders.rival.id) };
  await setModel(run);
  await judge(proposal);
  await settle(proposal);
  await clearVendor(proposal);
  const body = { candidateId: proposal.chosen, justification: why(run) };
  await tick(run, 'award', 'G2', body);
  await run.pass('award', body, () => whilePending(proposal));
  await run.reach('CONTRACTING');
}

const why = (run: Run): string => run.words('Best in team and price.', '团队与价格综合最优。');

async function setModel(run: Run): Promise<void> {
  const { owner } = run.people;
  const { method } = run.one;
  const model = { method, dimensions: DIMENSIONS, ...(method === 'ahp' && { judgements: JUDGEMENTS }) };
  if (run.has('too-early')) {
    expect(await run.refusedGate('G2', 'award')).toContain('candidateId');
    expect(await run.refusedGate('G2', 'award', { candidateId: run.id })).toContain('evaluation-model');
  }
  if (run.has('contradiction')) {
    const body = { ...model, judgements: CONTRADICTION };
    await run.refused('evaluation', owner, { method: 'PUT', path: '/evaluation-model', body });
  }
  const reason = run.words('The weights were agreed before.', '权重事先已商定。');
  await run.put(
    owner,
    '/evaluation-model',
    run.has('measured') ? { method: 'weighted-sum', reason } : { ...model, reason },
  );
}

const SCORES = { licences: 5, team: 4 };
const WIDE = { licences: 4, financials: 4, reputation: 4, experience: 4, team: 4, quality: 4, security: 4 };

const sheet = (run: Run, who: Speaker, candidate: string, part: object = {}) => ({
  who,
  request: {
    method: 'PUT' as const,
    path: `/candidates/${candidate}/scores`,
    body: { scores: run.has('measured') ? { ...WIDE, communication: 4 } : SCORES, conflictOfInterest: false, ...part },
  },
});

async function hand(run: Run, { who, request }: ReturnType<typeof sheet>): Promise<void> {
  await run.put(who, request.path, request.body);
}

/** Scores that the first evaluator gives to the chosen vendor. */
function firstOpinion(run: Run): object {
  if (run.has('divergence')) return { scores: { licences: 5, team: 5 } };
  return run.has('below-minimum') ? { scores: { licences: 5, team: 3 } } : {};
}

/** Scores that the second evaluator gives to the chosen vendor. */
function secondOpinion(run: Run): object {
  if (run.has('divergence')) return { scores: { licences: 5, team: 2 } };
  return run.has('below-minimum') ? { scores: { licences: 5, team: 1.5 } } : {};
}

async function judge({ run, chosen, rival }: Proposal): Promise<void> {
  const { first, second } = run.people;
  await hand(run, sheet(run, first, chosen, firstOpinion(run)));
  await run.refused('evaluation', first, { method: 'GET', path: '/evaluation' });
  await run.refusedGate('G2', 'award', { candidateId: rival });
  await hand(run, sheet(run, first, rival, run.has('measured') ? {} : { scores: { licences: 4, team: 3.5 } }));
  await run.get(first, '/evaluation', Ranking);
  // With one whole sheet per candidate a service that matters lacks the second opinion.
  if (run.one.criticality !== 'general')
    expect(await run.refusedGate('G2', 'award', { candidateId: chosen })).toContain('EVALUATORS_MISSING');
  if (run.has('interest')) {
    await hand(run, sheet(run, second, chosen, { scores: {}, conflictOfInterest: true }));
    const { who, request } = sheet(run, second, rival);
    await run.refused('evaluation', who, request);
    return;
  }
  await hand(run, sheet(run, second, chosen, secondOpinion(run)));
  await hand(run, sheet(run, second, rival));
}

/** What stands against the award besides the vendor itself. */
async function settle(proposal: Proposal): Promise<void> {
  const { run, bidders, chosen, rival } = proposal;
  const { owner, sponsor } = run.people;
  const named = (candidateId: string) => run.refusedGate('G2', 'award', { candidateId });
  const reason = run.words('We have seen it ourselves.', '我们已实地核实。');
  if (run.has('divergence')) {
    expect(await named(chosen)).toContain('EVALUATOR_DIVERGENCE');
    await run.put(owner, `/candidates/${chosen}/moderation`, { criterion: 'team', note: reason });
  }
  if (run.has('below-minimum')) {
    expect(await named(chosen)).toContain('BELOW_MINIMUM');
    const path = `/candidates/${chosen}/waivers`;
    await run.post(owner, path, { dimension: 'capability', reason }, Anything);
    const confirm = { method: 'POST', path: `${path}/capability/confirm`, body: {} } as const;
    await run.refused('G2', owner, confirm);
    await run.post(sponsor, confirm.path, {}, Anything);
  }
  if (run.has('late-taken')) expect(await named(rival)).toContain('JUSTIFICATION_NEEDED');
  if (run.has('no-bid')) await withoutBid(proposal);
  if (run.has('measured')) await measure(proposal);
  if (!run.has('low-bid')) return;
  expect(await named(chosen)).toContain('LOW_BID_UNANSWERED');
  const question = { topic: 'low-bid', text: run.words('How is this price possible?', '如何以此价格履约？') };
  const { id } = await run.post(owner, `/candidates/${chosen}/questions`, question, Asked);
  await bidders.chosen.mail('vendor-question');
  const answer = run.words('We own the tools.', '工具为自有。');
  expect(await bidders.chosen.act('answer', { questionId: id, answer })).toBe(
    bidders.chosen.says('vendor-done.answer'),
  );
}

/** A vendor that did not bid: its quote is entered by hand, and a cost is left open. */
async function withoutBid({ run, rival }: Proposal): Promise<void> {
  const named = () => run.refusedGate('G2', 'award', { candidateId: rival });
  expect(await named()).toContain('QUOTE_MISSING');
  const none = { amount: '0', currency: 'CNY' };
  const costs = { transition: none, tooling: none, travel: none, changeRequests: none, taxes: none, fx: none };
  const offer = {
    oneOff: { amount: '20000', currency: 'CNY' },
    annual: { amount: '100000', currency: 'CNY' },
    years: 2,
  };
  await run.put(run.people.owner, `/candidates/${rival}/quote`, { ...offer, hiddenCosts: { ...costs, exit: null } });
  expect(await named()).toContain('HIDDEN_COST_UNANSWERED');
  await run.put(run.people.owner, `/candidates/${rival}/quote`, { ...offer, hiddenCosts: { ...costs, exit: none } });
}

/** The usual model asks for response times and references: they are measured and recorded, not judged. */
async function measure({ run, bidders, chosen }: Proposal): Promise<void> {
  expect(await run.refusedGate('G2', 'award', { candidateId: chosen })).toContain('SCORES_INCOMPLETE');
  const { owner } = run.people;
  const question = { text: run.words('Who takes part at night?', '夜间由谁值守？') };
  const { id } = await run.post(owner, `/candidates/${chosen}/questions`, question, Asked);
  const answer = run.words('Two people.', '两人值守。');
  expect(await bidders.chosen.act('answer', { questionId: id, answer })).toBe(
    bidders.chosen.says('vendor-done.answer'),
  );
  const references = [{ name: run.words('A bank', '某银行'), score: 90 }];
  await run.put(owner, `/candidates/${chosen}/culture`, { references });
}

/** What stands against the vendor, whatever its bid. */
async function clearVendor({ run, bidders, chosen }: Proposal): Promise<void> {
  const named = () => run.refusedGate('G2', 'award', { candidateId: chosen, justification: why(run) });
  if (run.one.personalData) {
    expect(await named()).toContain('vendor.assessment');
    await bidders.chosen.examine();
  }
  if (run.has('blocked')) {
    await bidders.chosen.change({ status: 'blocked' });
    expect(await named()).toEqual(['VENDOR_BARRED', 'vendor.status']);
    await bidders.chosen.change({ status: 'prospect' });
  }
  if (!run.has('sanctions')) return;
  const { admin, theatre } = run.world;
  await uploadList(run);
  expect(await named()).toEqual(['VENDOR_BARRED', 'vendor.sanctions']);
  const { items } = await admin.call({ method: 'GET', path: `/sanctions-hits?vendorId=${bidders.chosen.id}` }, Hits);
  const legal = callerFor(theatre.base, run.people.legal.token);
  const body = { reason: 'Another company of this name.' };
  for (const { id } of items) await legal({ method: 'POST', path: `/sanctions-hits/${id}/clear`, body }, Anything);
}

async function uploadList(run: Run): Promise<void> {
  const name = `Aurora ${run.one.title} Ltd`;
  const answer = await fetch(`${run.world.theatre.base}/api/v1/sanctions-list`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${run.world.admin.token}`, 'content-type': 'text/csv' },
    body: `name,country\n${name},GB\n`,
  });
  expect(answer.status).toBe(200);
}

/** Exactly these figures are being decided on. */
async function whilePending({ run, chosen }: Proposal): Promise<void> {
  if (!run.has('pending')) return;
  const { who, request } = sheet(run, run.people.first, chosen);
  await run.refused('evaluation', who, request);
}

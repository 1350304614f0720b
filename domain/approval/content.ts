/**
 * What in the trail of an engagement writes the content that a request decides on, by the type of its subject. Each kind of
 * entry is a part of that content with a last editor of its own. Judgements are no edits: scores, waivers, ticks. Whatever is
 * not named here is written by whoever asks, in the request itself.
 */
export const CONTENT_EVENTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['gate-needs', ['engagement.created', 'engagement.needs']],
  ['gate-award', ['selection.model', 'selection.candidate', 'selection.quote', 'selection.moderated']],
  ['gate-contract', ['contract.drafted', 'kpi.defined', 'exit.plan-written', 'communication-plan.set']],
  ['gate-settlement', ['settlement.changed', 'settlement.dispute-resolved']],
  ['milestone', ['milestone.planned', 'milestone.changed']],
]);

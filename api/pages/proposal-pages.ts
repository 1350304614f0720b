import { Router } from 'express';
import { proposalObjection } from '../../domain/duties/proposal';
import { type Proposal, PROPOSAL_ACTIONS, ProposalAct } from '../../domain/duties/proposal-schema';
import { DomainError } from '../../domain/errors';
import { Uuid } from '../../domain/shapes';
import { findPeople } from '../../db/stores/people';
import { findProposal, listProposals } from '../../db/stores/proposals';
import { labelOf, translate } from '../../templates/catalog';
import { formatInstant } from '../../templates/format';
import { proposalTitle } from '../../templates/proposal-title';
import { ADMIN_READERS, POLICY_WRITERS } from '../admin/access';
import { sendForm } from '../admin/admin-form';
import { differencesIn } from '../admin/proposal-words';
import { parseWith } from '../parse';
import { settle } from '../proposals/settle';
import { settlerOf } from '../proposals/settler';
import { type FieldPlan, FRESH, given, one, type Outcome, typedIn } from '../record-form/plan';
import { checkAccess, checkFresh } from '../session';
import type { Guarded } from './guard';
import { countTodo } from './inbox-page';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import { PROPOSALS } from './receiver-paths';
import type { Requests } from './requests-port';
import { callOf, type Visit } from './visit';

/** What waits for a second administrator: the list, and each with what it changes and the form that settles it. */
export function proposalPages(deps: PageDeps, { insider, insiderForm }: Guarded, requests: Requests): Router {
  const router = Router();
  const page = (handle: (visit: Visit) => Promise<unknown>) =>
    insider((req, res, reader) => {
      checkAccess(ADMIN_READERS, reader.person);
      return handle({ deps, requests, req, res, reader });
    });
  router.get(PROPOSALS, page(showList));
  router.get(
    `${PROPOSALS}/:proposal`,
    page(async (visit) => show(visit, await proposalIn(visit), FRESH)),
  );
  router.post(
    `${PROPOSALS}/:proposal`,
    insiderForm((req, res, reader) => {
      checkAccess(POLICY_WRITERS, reader.person);
      return act({ deps, requests, req, res, reader });
    }),
  );
  return router;
}

const MOST = 100;
const DONE = ['made', 'confirmed', 'rejected', 'withdrawn'];

async function showList({ deps, requests, req, res, reader }: Visit): Promise<void> {
  const found = await listProposals(deps.db, { after: null, limit: MOST });
  const nameOf = await namesIn(deps, found);
  const shell = shellFor(reader, deps, { nav: 'admin', todo: await countTodo(requests, reader.person.id) });
  const rows = found.map((proposal) => ({
    href: `${PROPOSALS}/${proposal.id}`,
    kind: proposal.kind,
    title: proposalTitle(proposal, reader.locale),
    by: nameOf(proposal.proposedById),
    at: Date.parse(proposal.proposedAt),
    state: proposal.state,
  }));
  const done = DONE.find((word) => word === queryText(req, 'done')) ?? null;
  sendPage(res, reader, { name: 'proposals', data: { shell, rows, done } });
}

async function namesIn({ db }: Visit['deps'], found: readonly Proposal[]): Promise<(id: string) => string> {
  const ids = found.flatMap(({ proposedById, settledById }) => [proposedById, settledById ?? proposedById]);
  const names = new Map((await findPeople(db, ids)).map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? '–';
}

async function proposalIn({ deps, req }: Visit): Promise<Proposal> {
  const found = await findProposal(deps.db, parseWith(Uuid, req.params['proposal'], 'NOT_FOUND'));
  if (!found) throw new DomainError('NOT_FOUND', 'There is no such proposal.');
  return found;
}

async function show(visit: Visit, proposal: Proposal, outcome: Outcome): Promise<void> {
  const { locale } = visit.reader;
  const say = (key: string): string => translate(locale, key);
  const fields = await fieldsFor(visit, proposal);
  const title = proposalTitle(proposal, locale);
  await sendForm(visit, {
    heading: [labelOf(locale, 'proposal-kind', proposal.kind), ...(title === null ? [] : [title])].join(': '),
    trail: [
      { href: '/admin', text: say('page.admin.title') },
      { href: PROPOSALS, text: say('page.proposals.title') },
      ...(proposal.kind === 'ending' ? [{ href: `/requests/${proposal.key}`, text: title ?? '' }] : []),
    ],
    lead: say(proposal.state === 'open' ? 'proposals.open' : 'proposals.settled'),
    facts: [...(await factsOf(visit, proposal)), ...(await differencesIn(visit.deps.db, proposal, locale))],
    words: fields.length > 0 ? { action: `${PROPOSALS}/${proposal.id}`, submit: say('proposals.settle') } : null,
    fields,
    outcome,
  });
}

async function factsOf({ deps, reader }: Visit, proposal: Proposal) {
  const { locale } = reader;
  const nameOf = await namesIn(deps, [proposal]);
  const when = (at: string): string => formatInstant(Date.parse(at), { locale, timeZone: reader.person.timeZone });
  const fact = (name: string, text: string) => ({ label: translate(locale, `proposals.${name}`), text });
  const { proposedById, proposedAt, settledById, settledAt, comment, state } = proposal;
  return [
    fact('by', `${nameOf(proposedById)}, ${when(proposedAt)}`),
    fact('state', labelOf(locale, 'proposal-state', state)),
    ...(settledById && settledAt ? [fact('settled-by', `${nameOf(settledById)}, ${when(settledAt)}`)] : []),
    ...(comment ? [fact('comment', comment)] : []),
  ];
}

/** The form offers what its reader may do, by the rule that is asked when it comes back; nothing where that is nothing. */
async function fieldsFor({ deps, reader }: Visit, proposal: Proposal): Promise<readonly FieldPlan[]> {
  const { person, locale } = reader;
  const by = { ...(await settlerOf(deps.db, person, proposal)), tokenById: null };
  const may = PROPOSAL_ACTIONS.filter(
    (action) => proposalObjection(proposal, { action, comment: 'because' }, { by, now: deps.clock() }) === null,
  );
  if (may.length === 0) return [];
  const options = may.map((value) => ({ value, text: labelOf(locale, 'proposal-action', value) }));
  const label = (name: string): string => translate(locale, `proposals.${name}`);
  return [
    { name: 'action', kind: 'choice', label: label('action'), required: true, options, value: may[0] ?? '' },
    { name: 'comment', kind: 'text', label: label('comment'), hint: label('comment-hint') },
  ];
}

async function act(visit: Visit): Promise<void> {
  const { deps, req, res, reader } = visit;
  const proposal = await proposalIn(visit);
  const typed = typedIn(req, [
    { name: 'action', kind: 'choice', label: '' },
    { name: 'comment', kind: 'text', label: '' },
  ]);
  try {
    if (reader.formRefused) throw reader.formRefused;
    checkFresh(reader.session, deps);
    const body = { action: one(typed, 'action'), ...given('comment', one(typed, 'comment').trim()) };
    const done = await settle(deps, callOf(visit), {
      id: proposal.id,
      act: parseWith(ProposalAct, body, 'INVALID_FIELDS'),
    });
    res.redirect(303, `${PROPOSALS}?done=${done.state}`);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await show(visit, await proposalIn(visit), { typed, refusal: error });
  }
}

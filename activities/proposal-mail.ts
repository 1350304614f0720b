import type { Proposal } from '../domain/duties/proposal-schema';
import type { MailKind, MailOrder } from '../domain/mail/order';
import { hasRole, type Person } from '../domain/people/people';
import { findPeople, findPerson } from '../db/stores/people';
import { findProposal } from '../db/stores/proposals';
import type { ProposalPart } from '../templates/proposal-page-data';
import { proposalTitle } from '../templates/proposal-title';
import { type RenderedMail, renderMail } from '../templates/render';
import type { Deps } from './deps';
import { postMail } from './mail';

type ProposalMailDeps = Pick<Deps, 'db' | 'mailer' | 'mailFrom' | 'publicUrl'>;
type ProposalMailKind = Extract<MailKind, 'proposal-made' | 'proposal-settled'>;
type Order = MailOrder & { readonly kind: ProposalMailKind };

export const isAboutProposal = (order: MailOrder): order is Order => order.kind in WRITE;

/** Asks an administrator to settle what another one has asked for, or tells whoever asked how that ended. */
export async function sendProposalMail(deps: ProposalMailDeps, order: Order): Promise<void> {
  const { db } = deps;
  const { key, kind, recipientId, facts, now } = order;
  const recipient = await findPerson(db, recipientId);
  const proposal = await findProposal(db, facts['proposalId'] ?? '');
  if (!recipient || !proposal) return;
  await postMail(deps, { key, kind, recipient, now, write: () => WRITE[kind](deps, proposal, recipient) });
}

type Write = (deps: ProposalMailDeps, proposal: Proposal, reader: Person) => Promise<RenderedMail | null>;

const WRITE: Readonly<Record<ProposalMailKind, Write>> = {
  // Whoever is no administrator any more, or finds it settled, has nothing to do.
  'proposal-made': async (deps, proposal, reader) => {
    if (proposal.state !== 'open' || !hasRole(reader, 'admin')) return null;
    const { proposedById, proposedAt } = proposal;
    const data = { by: await nameOf(deps, proposedById), at: Date.parse(proposedAt) };
    return renderMail('proposal-made', reader.locale, { ...frameOf(deps, proposal, reader), ...data });
  },
  'proposal-settled': async (deps, proposal, reader) => {
    const { settledById, settledAt, state, comment } = proposal;
    if (settledById === null || settledAt === null) return null;
    const data = { by: await nameOf(deps, settledById), at: Date.parse(settledAt), state, comment };
    return renderMail('proposal-settled', reader.locale, { ...frameOf(deps, proposal, reader), ...data });
  },
};

const nameOf = async ({ db }: ProposalMailDeps, id: string): Promise<string> =>
  (await findPeople(db, [id]))[0]?.name ?? '–';

const frameOf = ({ publicUrl }: ProposalMailDeps, proposal: Proposal, { name, timeZone, locale }: Person) => ({
  to: { name, timeZone },
  url: `${publicUrl}/admin/proposals/${proposal.id}`,
  ...({ kind: proposal.kind, title: proposalTitle(proposal, locale) } satisfies ProposalPart),
});

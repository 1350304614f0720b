import { resolveAccess } from '../../domain/exit/dispute';
import { engagementAccess } from '../../domain/engagement/access';
import { isCharge } from '../../domain/exit/settlement-kinds';
import type { Person } from '../../domain/people/people';
import type { Db } from '../../db/knex';
import { accountNow, type Account } from '../../db/read/settlement-account';
import { settlementProposal } from '../../db/read/settlement-proposal';
import type { EngagementRow } from '../../db/stores/engagements';
import type { SettlementPage } from '../../templates/settlement-data';
import { teamOf } from '../engagement-scope';
import { headOnPage, linesOnPage, type SettlementForm, sumsOnPage, typedOf } from '../settlement-page/view';
import { proposalView } from '../settlement-proposal';

interface Seen {
  readonly person: Person;
  readonly form: SettlementForm;
  readonly forms: SettlementPage['forms'];
}

/** The settlement with what its reader may do about it. */
export async function settlementData(
  db: Db,
  row: EngagementRow,
  { person, form, forms }: Seen,
): Promise<Omit<SettlementPage, 'action' | 'confirmHref' | 'hidden'>> {
  const account = await accountNow(db, row.id);
  const mayEdit = row.state === 'EXITING' && engagementAccess('edit', person, teamOf(row)) === null;
  const approved = account?.settlement.status === 'approved';
  const nothing = { amount: '0.00', currency: row.currency };
  const none = { net: nothing, payable: nothing, disputedTotal: nothing, adjusted: null, approvedAt: null };
  return {
    ...(await headOnPage(db, row)),
    ...(account ? sumsOnPage(account) : { ...none, confirmation: null, sha256: null }),
    status: account?.settlement.status ?? null,
    lines: account ? linesOnPage(account, { form, mayResolve: resolvable(account, row, person) }) : [],
    proposal: approved ? null : await proposalOf(db, row, { person, mayEdit }),
    disputable: approved && mayEdit ? disputableOf(account) : [],
    disputing: disputingIn(form),
    paper: approved && mayEdit && !account.confirmed ? typedOf(form, 'paper', { names: ['name', 'evidence'] }) : null,
    forms: approved ? forms : [],
    sides: 'side-us',
    done: form.done,
    refusal: form.refusal,
  };
}

const disputingIn = (form: SettlementForm): SettlementPage['disputing'] => {
  const { line, reason } = typedOf(form, 'dispute', { names: ['line', 'reason'] });
  return { line: Number(line), reason };
};

const resolvable =
  ({ disputes, settlement }: Account, row: EngagementRow, person: Person) =>
  (id: string): boolean => {
    const dispute = disputes.find((one) => one.id === id);
    const facts = { team: teamOf(row), writtenBy: settlement.writtenBy };
    return (
      row.state === 'EXITING' && dispute?.outcome === null && resolveAccess(person, { ...facts, dispute }) === null
    );
  };

const disputableOf = ({ settlement, disputes, confirmed, open }: Account): readonly number[] =>
  confirmed && open === 0
    ? []
    : settlement.lines.map((_line, index) => index + 1).filter((place) => !disputes.some(({ line }) => line === place));

async function proposalOf(
  db: Db,
  row: EngagementRow,
  { person, mayEdit }: { readonly person: Person; readonly mayEdit: boolean },
): Promise<SettlementPage['proposal']> {
  if (row.exit_effective_date === null) return null;
  const view = proposalView(await settlementProposal(db, row), { currency: row.currency, locale: person.locale });
  return {
    ...view,
    lines: view.lines.map((line) => ({ ...line, charge: isCharge(line.kind) })),
    mayTakeOver: mayEdit && row.open_gate !== 'settlement' && view.lines.length > 0,
  };
}

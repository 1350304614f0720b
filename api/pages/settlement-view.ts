import { resolveAccess } from '../../domain/exit/dispute';
import { engagementAccess } from '../../domain/engagement/access';
import { isCharge } from '../../domain/exit/settlement-kinds';
import type { Issue } from '../../domain/errors';
import type { Person } from '../../domain/people/people';
import type { Db } from '../../db/knex';
import { accountNow, type Account } from '../../db/read/settlement-account';
import { settlementProposal } from '../../db/read/settlement-proposal';
import type { EngagementRow } from '../../db/stores/engagements';
import type { SettlementPage } from '../../templates/settlement-data';
import { teamOf } from '../engagement-scope';
import { headOnPage, linesOnPage, type SettlementForm, sumsOnPage, typedOf } from '../settlement-page/view';
import { proposalView } from '../settlement-proposal';
import { type Faulted, FAULTLESS, faultsIn, type Naming } from './typed-faults';

interface Sent extends Pick<SettlementForm, 'field'> {
  readonly refusal: string;
  readonly errors: readonly Issue[];
}

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
  const lines = account ? linesOnPage(account, { form, mayResolve: resolvable(account, row, person) }) : [];
  const disputable = approved && mayEdit ? disputableOf(account) : [];
  const mayRecord = approved && mayEdit && !account.confirmed;
  const drawn = [
    ...(disputable.length > 0 ? ['dispute'] : []),
    ...lines.flatMap(({ dispute }) => (dispute?.mayResolve ? [`resolve ${dispute.id}`] : [])),
    ...(mayRecord ? ['paper'] : []),
  ];
  const none = { net: nothing, payable: nothing, disputedTotal: nothing, adjusted: null, approvedAt: null };
  return {
    ...(await headOnPage(db, row)),
    ...(account ? sumsOnPage(account) : { ...none, confirmation: null, sha256: null }),
    status: account?.settlement.status ?? null,
    lines,
    proposal: approved ? null : await proposalOf(db, row, { person, mayEdit }),
    disputable,
    disputing: disputingIn(form),
    paper: mayRecord ? typedOf(form, 'paper', { names: ['act', 'name', 'evidence'] }) : null,
    ...refusedIn(form, drawn),
    forms: approved ? forms : [],
    sides: 'side-us',
    done: form.done,
    refusal: form.refusal,
    exact: form.exact ?? null,
  };
}

const disputingIn = (form: SettlementForm): SettlementPage['disputing'] => {
  const { act, line, reason } = typedOf(form, 'dispute', { names: ['act', 'line', 'reason'] });
  return { act, line: Number(line), reason };
};

/** What is wrong with the form that was refused; what was written in it, where it is not on the page any more. */
function refusedIn({ field, refusal, errors = [] }: SettlementForm, drawn: readonly string[]) {
  const act = field('act');
  if (refusal === null || drawn.includes(`${act} ${field('dispute')}`.trim()))
    return { typed: refusal === null ? FAULTLESS : faultsOf(act, { field, refusal, errors }), kept: '' };
  return { typed: FAULTLESS, kept: field('reason') || field('evidence') };
}

const FIELDS = ['line', 'outcome', 'amount', 'reason', 'name', 'evidence'];
const NAMING: Naming = [[/^amount\..*$/, 'amount']];

function faultsOf(act: string, { field, refusal: code, errors }: Sent): Faulted {
  const fields = Object.fromEntries(FIELDS.map((name) => [name, field(name)]));
  return faultsIn({ act, fields, naming: NAMING }, { code, errors });
}

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

import { isCharge } from '../../domain/exit/settlement-kinds';
import { type Account, accountNow, accountView } from '../../db/read/settlement-account';
import { DomainError, type Issue } from '../../domain/errors';
import type { Db } from '../../db/knex';
import { vendorNameOf } from '../../db/stores/vendor-master';
import type { EngagementRow } from '../../db/stores/engagements';
import type { SettlementLineOnPage, VendorSettlementPage } from '../../templates/settlement-data';
import type { SettlementLink } from './find';

/** What the last form of a page held, and what came of it. */
export interface SettlementForm {
  readonly field: (name: string) => string;
  readonly refusal: string | null;
  /** The exact sentence of that refusal, as programs are told it. */
  readonly exact?: string;
  /** What is wrong, by the names of the fields. */
  readonly errors?: readonly Issue[];
  readonly done: boolean;
}

/** What was typed in one of the forms of a page, once it was refused; of a form about disputes in that about this one. */
export function typedOf<K extends string>(
  { field }: SettlementForm,
  act: string,
  { names, dispute = '' }: { readonly names: readonly K[]; readonly dispute?: string },
): Record<K, string> {
  const isIts = field('act') === act && field('dispute') === dispute;
  return Object.fromEntries(names.map((name) => [name, isIts ? field(name) : ''])) as Record<K, string>;
}

interface Seen {
  readonly form: SettlementForm;
  readonly mayResolve: (disputeId: string) => boolean;
}

export function linesOnPage(account: Account, { form, mayResolve }: Seen): readonly SettlementLineOnPage[] {
  const { lines, disputes, status } = accountView(account);
  return lines.map(({ kind, money, disputed = false, source, note, evidence }, index) => {
    const place = index + 1;
    const dispute = disputes.find(({ line }) => line === place);
    return {
      ...{ place, kind, money },
      charge: isCharge(kind),
      marked: disputed && status !== 'approved',
      ...{ source: source ?? null, note: note ?? null, evidence: evidence ?? null },
      dispute: dispute
        ? {
            ...{ ...dispute, at: Date.parse(dispute.raisedAt), mayResolve: mayResolve(dispute.id) },
            typed: typedOf(form, 'resolve', { names: ['act', 'outcome', 'amount', 'reason'], dispute: dispute.id }),
          }
        : null,
      answer: form.field(`answer-${place}`),
      reason: form.field(`reason-${place}`),
      ...{ answerName: `answer-${place}`, reasonName: `reason-${place}` },
      fault: form.errors?.find(({ path }) => path === `answer-${place}`)?.message ?? null,
    };
  });
}

export function sumsOnPage(account: Account) {
  const { net, payable, disputedTotal, adjusted, disputes, approvedAt, confirmation, sha256 } = accountView(account);
  return {
    ...{ net, payable, disputedTotal, sha256 },
    adjusted: disputes.some(({ outcome }) => outcome !== null) ? adjusted : null,
    approvedAt: approvedAt === null ? null : Date.parse(approvedAt),
    confirmation: confirmation && { how: confirmation.how, name: confirmation.name, at: Date.parse(confirmation.at) },
  };
}

export async function headOnPage(db: Db, { id, number, title, currency, vendor_id: vendorId }: EngagementRow) {
  const vendor = vendorId === null ? null : await vendorNameOf(db, vendorId);
  return { engagement: { id, number, title }, vendor, currency };
}

type PageFields = Omit<VendorSettlementPage, 'action' | 'hidden' | 'forms'>;

/** The account for the vendor, who answers to it line by line and then as a whole. */
export async function vendorSettlement(
  db: Db,
  { engagement, voice }: SettlementLink,
  form: SettlementForm,
): Promise<PageFields> {
  const account = await accountNow(db, engagement.id);
  if (account?.settlement.status !== 'approved')
    throw new DomainError('NOT_FOUND', 'There is no settlement to agree to.');
  return {
    ...(await headOnPage(db, engagement)),
    ...sumsOnPage(account),
    lines: linesOnPage(account, { form, mayResolve: () => false }),
    mayAnswer: engagement.state === 'EXITING' && !account.confirmed,
    name: form.field('name') || voice.name,
    sides: 'side-vendor',
    typed: {
      faults: Object.fromEntries((form.errors ?? []).map(({ path, message }) => [path, message])),
      focus: form.errors?.[0]?.path ?? null,
    },
    done: form.done,
    refusal: form.refusal,
    exact: form.exact ?? null,
  };
}

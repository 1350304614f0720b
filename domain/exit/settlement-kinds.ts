/** What we owe the supplier at the end. */
export const CHARGE_KINDS = [
  'final_fee_prorata',
  'unpaid_invoice',
  'milestone',
  'termination_fee',
  'assistance_fee',
] as const;

/** What is deducted from it. */
export const DEDUCTION_KINDS = [
  'service_credit',
  'liquidated_damages',
  'prepaid_refund',
  'asset_loss',
  'overpayment',
] as const;

export const SETTLEMENT_KINDS = [...CHARGE_KINDS, ...DEDUCTION_KINDS] as const;
export type SettlementKind = (typeof SETTLEMENT_KINDS)[number];

const CHARGES: ReadonlySet<SettlementKind> = new Set(CHARGE_KINDS);
export const isCharge = (kind: SettlementKind): boolean => CHARGES.has(kind);

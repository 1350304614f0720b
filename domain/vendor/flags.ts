/** What a candidate of a selection may be marked with. */
export const SELECTION_FLAGS = ['HIDDEN_COST_UNANSWERED', 'ABNORMALLY_LOW_BID'] as const;
export type SelectionFlag = (typeof SELECTION_FLAGS)[number];

/** Sources of evidence that can score a criterion in place of people. */
export const EVIDENCE = ['response-time', 'overlap', 'values', 'references'] as const;
export type EvidenceSource = (typeof EVIDENCE)[number];
/** Scores 0 to 100; null where nothing is known. */
export type Evidence = Readonly<Record<EvidenceSource, number | null>>;

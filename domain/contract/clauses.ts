import type { Criticality } from '../planning/catalogue';

/** Clauses that every contract needs. */
export const SEED_CLAUSES = [
  'SCOPE',
  'QUALITY',
  'PAYMENT',
  'LIABILITY',
  'DATA_SECURITY',
  'TERMINATION',
  'DATA_MIGRATION',
  'SETTLEMENT',
] as const;

/** Clauses that important and critical work needs as well. */
export const CRITICAL_CLAUSES = [
  'SUBCONTRACTING',
  'AUDIT',
  'LOCATION',
  'BCP',
  'EXIT_ASSISTANCE',
  'INCIDENT_NOTICE',
] as const;

/** Clauses that personal data needs: return or deletion, nothing retained. */
export const PERSONAL_DATA_CLAUSES = ['PI_RETURN_DELETE'] as const;

const REGULAR: readonly string[] = [...SEED_CLAUSES, ...CRITICAL_CLAUSES, ...PERSONAL_DATA_CLAUSES];

/** Whether some contract needs the clause, if not this one. */
export const isRegularClause = (code: string): boolean => REGULAR.includes(code);

export interface ClauseFacts {
  readonly criticality: Criticality;
  readonly personalData: boolean;
}

export const requiredClauses = ({ criticality, personalData }: ClauseFacts): readonly string[] => [
  ...SEED_CLAUSES,
  ...(criticality === 'general' ? [] : CRITICAL_CLAUSES),
  ...(personalData ? PERSONAL_DATA_CLAUSES : []),
];

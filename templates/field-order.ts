/**
 * Fields as somebody reads them who has to decide: what is wrong, what is proposed and why, then the details. The store
 * keeps no order of its own (jsonb sorts by length of name), so fields not listed here follow as they come.
 */
const READ_FIRST: readonly string[] = [
  'flags',
  'managementAcknowledgement',
  'number',
  'vendor',
  'rank',
  'quoteOnlyRank',
  'total',
  'evaluators',
  'justification',
  'vendorRisk',
  'objectiveType',
  'statement',
  'serviceType',
  'criticality',
  'personalData',
  'inScope',
  'outOfScope',
  'deliverables',
  'sites',
  'startWanted',
  'durationMonths',
  'budget',
  'successMeasures',
  'outsourced',
  'retained',
  'againstAdvice',
  'capability',
  'swotIndex',
  'headcountAffected',
  'businessCase',
  'ranking',
  'concentration',
  'swotItems',
  'strategies',
  'employeeImpact',
  'market',
  'criticalityAnswers',
  'checklist',
];
const PLACES = new Map(READ_FIRST.map((name, place) => [name, place]));

/** The place of a field among its neighbours; those that are not known come last. */
export const placeOf = (field: string): number => PLACES.get(field) ?? READ_FIRST.length;

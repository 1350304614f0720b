import type { Issue } from '../errors';
import { isAcrossBorder } from '../vendor/settings';
import type { ResidencyRules } from './rules-schema';
import type { Crossing, PrivacyAssessment, PrivacyAssessmentView } from './schema';
import type { DataClass } from './words';

/** What an engagement says of its data: which kinds there are, where they are kept, and who works on them from where. */
export interface DataFlow {
  readonly personalData: boolean;
  readonly importantData: boolean;
  readonly dataCountries: readonly string[];
  readonly vendor: { readonly name: string; readonly country: string } | null;
  readonly subcontractors: readonly {
    readonly name: string;
    readonly country: string;
    readonly personalData: boolean;
  }[];
}

/** Where data may be: at home, or in countries that are allowed for its class. */
export interface Residency extends Pick<ResidencyRules, 'allowedCountries'> {
  readonly homeCountries: readonly string[];
}

/** The flag by which policies and people know a dossier whose data leaves the country. */
export const CROSS_BORDER_FLAG = 'DATA_CROSS_BORDER';

/**
 * Where data leaves the country, in which way and of which kind. A sub-contractor carries personal data only where it is
 * said to work on it; what is important to the country may be with everybody.
 */
export function crossingsOf(flow: DataFlow, residency: Residency): readonly Crossing[] {
  const kinds = classesOf(flow);
  const { vendor, subcontractors, dataCountries } = flow;
  const all: readonly Crossing[] = [
    ...dataCountries.flatMap((country) => each(kinds, { country, by: 'location', name: null })),
    ...(vendor ? each(kinds, { country: vendor.country, by: 'vendor', name: vendor.name }) : []),
    ...subcontractors.flatMap(({ name, country, personalData }) =>
      each(carried(kinds, personalData), { country, by: 'subcontractor', name }),
    ),
  ];
  return all.filter(({ country, dataClass }) => isAbroad(country, dataClass, residency));
}

const classesOf = ({ personalData, importantData }: DataFlow): readonly DataClass[] => [
  ...(personalData ? (['personal'] as const) : []),
  ...(importantData ? (['important'] as const) : []),
];

/** Whoever is said to work on personal data does, also where the needs did not foresee any. */
const carried = (kinds: readonly DataClass[], personalData: boolean): readonly DataClass[] => [
  ...(personalData ? (['personal'] as const) : []),
  ...kinds.filter((kind) => kind === 'important'),
];

const each = (kinds: readonly DataClass[], where: Omit<Crossing, 'dataClass'>): readonly Crossing[] =>
  kinds.map((dataClass) => ({ ...where, dataClass }));

const isAbroad = (country: string, dataClass: DataClass, { homeCountries, allowedCountries }: Residency): boolean =>
  isAcrossBorder(homeCountries, country) && !allowedCountries[dataClass].includes(country);

/** Countries that data comes into and that the assessment does not speak of, each once, by their code. */
export function unassessed(
  crossings: readonly Pick<Crossing, 'country'>[],
  assessment: Pick<PrivacyAssessment, 'destinations'> | null,
): readonly string[] {
  const known = assessment?.destinations ?? [];
  return [...new Set(crossings.map(({ country }) => country))].filter((country) => !known.includes(country)).sort();
}

export const assessmentState = (
  crossings: readonly Crossing[],
  assessment: PrivacyAssessment | null,
): PrivacyAssessmentView['state'] =>
  crossings.length === 0 ? 'not-needed' : unassessed(crossings, assessment).length > 0 ? 'due' : 'done';

/** What gate G3 asks for while data leaves the country: one line for each country that nobody has assessed. */
export const missingForPrivacy = (
  crossings: readonly Crossing[],
  assessment: PrivacyAssessment | null,
): readonly Issue[] =>
  unassessed(crossings, assessment).map((country) => ({
    path: 'privacyAssessment',
    code: 'PIA_MISSING',
    message: `does not speak of ${country}, where data comes by ${carriersTo(crossings, country)}`,
  }));

const carriersTo = (crossings: readonly Crossing[], country: string): string =>
  [
    ...new Set(crossings.filter((one) => one.country === country).map(({ by, name }) => (name ? `${by} ${name}` : by))),
  ].join(', ');

import type { Locale } from '../../../domain/people/people';
import type { ServiceTypeName } from '../../../domain/planning/catalogue';
import { SHIPPED_SERVICE_TYPES } from '../../../domain/planning/service-types';

/** Something out of the ordinary that a run meets on its way. */
export type Twist =
  | 'listed-later'
  | 'given-away'
  | 'low-cost-management'
  | 'against-advice'
  | 'pending'
  | 'too-early'
  | 'late-refused'
  | 'late-taken'
  | 'bad-form'
  | 'amended'
  | 'no-bid'
  | 'interest'
  | 'contradiction'
  | 'measured'
  | 'divergence'
  | 'below-minimum'
  | 'low-bid'
  | 'blocked'
  | 'sanctions'
  | 'diligence-failed'
  | 'diligence-expired'
  | 'waiver'
  | 'regulated'
  | 'other-paper';

interface Kind {
  readonly criticality: 'general' | 'important' | 'critical';
  readonly personalData: boolean;
  readonly headcount: number;
  readonly method: 'weighted-sum' | 'topsis' | 'ahp';
  readonly twists: Readonly<Record<Locale, readonly Twist[]>>;
}

/** Seven kinds of service that differ in what the policies ask about, and in what goes wrong. */
const KINDS: Readonly<Record<ServiceTypeName, Kind>> = {
  it: {
    criticality: 'critical',
    personalData: false,
    headcount: 0,
    method: 'topsis',
    twists: {
      'zh-CN': ['listed-later', 'diligence-failed', 'bad-form', 'waiver'],
      en: ['given-away', 'diligence-expired', 'amended'],
    },
  },
  hr: {
    criticality: 'important',
    personalData: true,
    headcount: 12,
    method: 'weighted-sum',
    twists: { 'zh-CN': ['divergence'], en: ['below-minimum', 'waiver'] },
  },
  finance: {
    criticality: 'important',
    personalData: false,
    headcount: 4,
    method: 'ahp',
    twists: { 'zh-CN': ['contradiction', 'regulated'], en: ['measured'] },
  },
  marketing: {
    criticality: 'general',
    personalData: false,
    headcount: 0,
    method: 'weighted-sum',
    twists: { 'zh-CN': ['low-bid', 'against-advice'], en: ['interest', 'waiver'] },
  },
  'customer-service': {
    criticality: 'critical',
    personalData: true,
    headcount: 18,
    method: 'weighted-sum',
    twists: { 'zh-CN': ['blocked', 'waiver'], en: ['sanctions'] },
  },
  logistics: {
    criticality: 'general',
    personalData: false,
    headcount: 0,
    method: 'topsis',
    twists: { 'zh-CN': ['low-cost-management', 'late-refused'], en: ['low-cost-management', 'late-taken'] },
  },
  other: {
    criticality: 'general',
    personalData: false,
    headcount: 0,
    method: 'weighted-sum',
    twists: { 'zh-CN': ['no-bid', 'other-paper'], en: ['pending', 'too-early'] },
  },
};

export interface Case extends Kind {
  readonly type: ServiceTypeName;
  readonly locale: Locale;
  readonly title: string;
}

const TITLES: Readonly<Record<Locale, (name: string) => string>> = {
  en: (name) => `${name} from one hand`,
  'zh-CN': (name) => `${name}整体外包`,
};

export const caseOf = (type: ServiceTypeName, locale: Locale): Case => ({
  type,
  locale,
  title: TITLES[locale](SHIPPED_SERVICE_TYPES[type].names[locale]),
  ...KINDS[type],
});

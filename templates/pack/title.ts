import type { Locale } from '../../domain/people/people';
import type { PackHead } from '../../domain/review/pack-schema';
import { labelOf } from '../catalog';

export const packTitle = ({ kind, period }: Pick<PackHead, 'kind' | 'period'>, locale: Locale): string =>
  `${labelOf(locale, 'review', kind)} ${period}`;

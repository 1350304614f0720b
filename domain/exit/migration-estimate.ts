import Big from 'big.js';
import { round4 } from '../decimal';
import type { MigrationEstimateAnswer, MigrationEstimateInput } from './readiness-schema';

/** A whole migration meets more than its sample did. */
const MARGIN = 1.3;
const HOURS_PER_DAY = 24;

/** Extrapolates a measured drill to all data: hours = total / rate · 1.3, to be compared with the notice period. */
export function estimateMigration(input: MigrationEstimateInput): MigrationEstimateAnswer {
  const { sampleBytes, sampleHours, totalBytes, noticeDays } = input;
  const hours = new Big(totalBytes).times(sampleHours).div(sampleBytes).times(MARGIN);
  const days = hours.div(HOURS_PER_DAY);
  return {
    bytesPerHour: round4(new Big(sampleBytes).div(sampleHours)),
    hours: round4(hours),
    days: round4(days),
    flags: days.gt(noticeDays) ? ['EXIT_SLOWER_THAN_NOTICE'] : [],
  };
}

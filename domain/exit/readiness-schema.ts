import { z } from 'zod';

const Share = z.number().min(0).max(1);

/** How far each part of an exit is prepared, 0 to 1. */
export const ExitReadinessInput = z.strictObject({
  plan: Share,
  alternatives: Share,
  dataExportProven: Share,
  accessInventory: Share,
  knowledgeTransfer: Share,
  financeKnown: Share,
});
export type ExitReadinessInput = z.infer<typeof ExitReadinessInput>;

export const ExitReadinessAnswer = z.strictObject({ score: z.number() });
export type ExitReadinessAnswer = z.infer<typeof ExitReadinessAnswer>;

export const MigrationEstimateInput = z.strictObject({
  sampleBytes: z.int().min(1),
  sampleHours: z.number().min(1e-6).max(1e6),
  totalBytes: z.int().min(0),
  noticeDays: z.number().min(0).max(36_600),
});
export type MigrationEstimateInput = z.infer<typeof MigrationEstimateInput>;

export const MigrationEstimateAnswer = z.strictObject({
  bytesPerHour: z.number(),
  hours: z.number(),
  days: z.number(),
  flags: z.array(z.literal('EXIT_SLOWER_THAN_NOTICE')),
});
export type MigrationEstimateAnswer = z.infer<typeof MigrationEstimateAnswer>;

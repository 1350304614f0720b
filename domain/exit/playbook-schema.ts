import { z } from 'zod';
import { SERVICE_TYPES } from '../planning/catalogue';
import { Bilingual, Key, noRepeats } from '../shapes';
import { playbookIssues } from './playbook-order';

/** Roles of the engagement that do a task of its exit. */
const ROLES = ['owner', 'contractManager', 'serviceManager', 'security', 'finance', 'legal', 'vendorRep'] as const;

const PlaybookTask = z.strictObject({
  key: Key,
  title: Bilingual,
  role: z.enum(ROLES),
  /** Days relative to the end of the service. */
  offset: z.int().min(-730).max(730),
  /** Keys of the tasks that come before it. */
  after: z.array(Key).max(50).default([]),
});
export type PlaybookTask = z.infer<typeof PlaybookTask>;

const Tasks = z
  .array(PlaybookTask)
  .min(1)
  .max(100)
  .superRefine(noRepeats('key'))
  .superRefine((tasks, context) => {
    for (const { path, message } of playbookIssues(tasks))
      context.addIssue({ code: 'custom', path: [...path], message });
  });

/** What is to be done when a service ends; a kind of service may have a list of its own in place of the general one. */
export const Playbook = z.strictObject({
  tasks: Tasks,
  byServiceType: z.partialRecord(z.enum(SERVICE_TYPES), Tasks).default({}),
});
export type Playbook = z.infer<typeof Playbook>;

import { z } from 'zod';

/** A name, or `*.` and the name that others stand below. An address counts as the name that it is written as. */
const HostPattern = z
  .string()
  .trim()
  .toLowerCase()
  .max(255)
  .regex(
    /^(\*\.)?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/,
    'must be a name such as hooks.example.org, or *.example.org for all below it',
  );

/** Where webhooks and messages to chat groups may go, within what the configuration allows. */
export const OutgoingRules = z.strictObject({
  hosts: z
    .array(HostPattern)
    .max(200)
    .nullable()
    .describe('Names, or *.name for all below it; null where every public host may be called at every port'),
  ports: z
    .array(z.int().min(1).max(65_535))
    .min(1)
    .max(20)
    .default([443])
    .describe('Ports of these hosts; asked only where hosts are named'),
});
export type OutgoingRules = z.infer<typeof OutgoingRules>;

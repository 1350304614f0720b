import { z } from 'zod';
import { ConfigError } from './config-error';

/** How the API serves; `config.ts` reads it with all other settings. */
export const ServingEnv = {
  TENURE_TLS_CERT_FILE: z.string().optional(),
  TENURE_TLS_KEY_FILE: z.string().optional(),
};

/** PEM files of a certificate with the chain behind it, and of its key. */
export interface ServingCertificate {
  readonly certFile: string;
  readonly keyFile: string;
}

type Given = z.infer<z.ZodObject<typeof ServingEnv>>;

/** Undefined where the API speaks plain HTTP, to a proxy on its machine or in its pod. */
export function certificateOf(given: Given): ServingCertificate | undefined {
  const { TENURE_TLS_CERT_FILE: certFile, TENURE_TLS_KEY_FILE: keyFile } = given;
  if (certFile === undefined && keyFile === undefined) return undefined;
  if (certFile === undefined || keyFile === undefined)
    throw new ConfigError('TENURE_TLS_CERT_FILE and TENURE_TLS_KEY_FILE need each other: name both or none');
  return { certFile, keyFile };
}

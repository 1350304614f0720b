import { z } from 'zod';

/** Who looks through uploads; `config.ts` reads it with all other settings. */
export const ScannerEnv = {
  TENURE_SCANNER_URL: z
    .string()
    .regex(/^clamd:\/\/([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?\/?$/, 'must be clamd://host:port')
    .optional(),
};

/** Where a `clamd` listens. */
export interface ScannerPlace {
  readonly host: string;
  readonly port: number;
}

type Given = z.infer<z.ZodObject<typeof ScannerEnv>>;
/** As `clamd` ships. */
const PORT = 3310;

/** Undefined where nobody looks. */
export function scannerOf({ TENURE_SCANNER_URL: text }: Given): ScannerPlace | undefined {
  if (text === undefined) return undefined;
  const { hostname, port } = new URL(text);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? PORT : Number(port) };
}

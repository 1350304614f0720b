import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { ReadyConfig } from '../config';
import type { Db } from '../db/knex';
import type { CallLimit } from './call-limit';
import type { Intake } from './document-upload';
import type { Gateway } from './gateway';

/** What routes may use; built once in `bin/api.ts`. */
export interface Services {
  readonly config: Pick<ReadyConfig, 'publicUrl' | 'secrets' | 'smtpUrl' | 'production' | 'exitAllow'> &
    /** Where webhooks may be (public addresses over TLS when nothing is said); keys and readers of payloads; how long sessions last, and how they begin; who reads figures; how many proxies say who calls; how long a decision behind a link takes at least. */
    Partial<
      Pick<
        ReadyConfig,
        | 'outgoing'
        | 'codec'
        | 'temporal'
        | 'temporalUi'
        | 'session'
        | 'oidc'
        | 'passwords'
        | 'metricsToken'
        | 'trustProxy'
        | 'leastReadingMs'
      >
    >;
  readonly db: Db;
  readonly gateway: Gateway;
  readonly log: Logger;
  /** Where documents are kept, and how large one may be. */
  readonly documents: Intake;
  /** Counts what people and their tokens call; where it is left out, nobody is held back. */
  readonly limitCalls?: CallLimit;
  /** Refuses what is more than this process answers in good time; where it is left out, everything is taken in. */
  readonly admit?: RequestHandler;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

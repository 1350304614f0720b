import type { DataConverter } from '@temporalio/common';
import type { Config } from '../config';
import { type CodecOptions, payloadCodec } from './payload-codec';

/** Given to the bundler too: failures of workflows are written inside their sandbox. */
export const failureConverterPath = require.resolve('./failure-converter');

/** What every client and every worker must share to read each other. */
export const dataConverter = (secrets: readonly string[], options?: CodecOptions): DataConverter => ({
  failureConverterPath,
  payloadCodecs: [payloadCodec(secrets, options)],
});

/** As the settings of this process have it. */
export const dataConverterOf = ({ codec: { keys, strict } }: Pick<Config, 'codec'>): DataConverter =>
  dataConverter(keys ?? [], { strict });

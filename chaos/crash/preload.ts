/**
 * Preloaded into the compiled programs by `npm run chaos` and by nothing else: puts points of no return around whatever is
 * durable, by wrapping the libraries through which the product does it. The product itself has none of it.
 */
import { hookDatabase } from './database';
import { hookHttp } from './http';
import { hookMail } from './mail';
import { arm, type ToProcess } from './points';
import { hookTemporal } from './temporal';

if (process.env['CRASH_AT']) arm(process.env['CRASH_AT']);
process.on('message', ({ crashAt }: ToProcess) => arm(crashAt));
// Listening keeps the channel, and with it a process that has done its work, alive.
process.channel?.unref();
hookDatabase();
hookMail();
hookTemporal();
hookHttp();

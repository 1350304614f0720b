/**
 * `npx tsx bench/hostile.ts [rounds] [at once]`: sends the whole hostile corpus again and again to a product of its own, and
 * prints how long its event loop was held up meanwhile (as `/metrics` tells it, per round).
 */
import { quantile } from 'simple-statistics';
import { ADMIN_TOKEN, startProduct } from '../test/e2e/product';
import { corpus, type HostileCase } from '../test/hostile/case';
import { read, send } from '../test/hostile/send';
import { say } from './timing';

const [rounds = 10, atOnce = 8] = process.argv.slice(2).map(Number);

async function main(): Promise<void> {
  const product = await startProduct();
  try {
    const target = { base: product.base, token: ADMIN_TOKEN };
    // Names of vendors repeat from the second round on; what is measured is what every answer costs.
    await round(corpus(), target);
    await lag(target);
    const lags = [];
    for (let done = 0; done < rounds; done++) {
      await round(corpus(), target);
      lags.push(await lag(target));
    }
    const [p50, most] = [quantile(lags, 0.5), Math.max(...lags)];
    say(
      `${rounds} rounds of ${corpus().length} calls, ${atOnce} at once: event loop p99 ${p50} ms (median round), ${most} ms (worst round)`,
    );
  } finally {
    await product.stop();
  }
}

async function round(cases: readonly HostileCase[], target: { readonly base: string; readonly token: string }) {
  const waiting = [...cases];
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) await send(next, target);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

/** Milliseconds since it was read before: reading starts a new span. */
async function lag(target: { readonly base: string; readonly token: string }): Promise<number> {
  const { text } = await read('/metrics', target, 'text/plain');
  const seconds = /^nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(text)?.[1];
  return Math.round(Number(seconds) * 10_000) / 10;
}

void main();

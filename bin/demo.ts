/** `npm run demo [-- --only hotline]`: plays the examples on the running product, over HTTP and the links of its mails. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Config, loadConfig, secretsFile } from '../config';
import { cast } from './demo/cast';
import { openEngagement } from './demo/engagement';
import type { Example } from './demo/example-schema';
import { leave } from './demo/exit';
import { callerFor, reach } from './demo/http';
import { catcherInbox } from './demo/inbox';
import { readExample } from './demo/read-example';
import { selectVendor } from './demo/selection';
import { beginService } from './demo/service';
import type { Play, Theatre } from './demo/stage';
import { createVoice } from './demo/voice';
import { runProgram, StartFailure } from './parts/failure';
import { readJson } from './parts/files';

const EXAMPLES = join(__dirname, '..', 'examples');
/** The example that is played to its end; the others stay in service, so that there is something to look at. */
const CLOSING = 'hotline';

runProgram(async () => {
  const config = loadConfig();
  const examples = chosenExamples();
  const { publicUrl: base, dataDir } = config;
  const ready = await reach(`${base}/readyz`);
  if (!ready.ok)
    throw new StartFailure(
      `The product is not ready (${base}/readyz answers ${ready.status}); npm run doctor says why.`,
    );
  const inbox = catcherInbox(config);
  const call = (token: string) => callerFor(base, token);
  const voice = createVoice();
  const run = randomUUID().slice(0, 8);
  const theatre: Theatre = {
    base,
    inbox,
    callerFor: call,
    admin: call(adminToken(config)),
    say: voice.say,
    now: Date.now,
    run,
  };
  const plays: Play[] = [];
  for (const example of examples) {
    voice.title(`${example.title} (${example.key})`);
    plays.push(await perform(theatre, example, join(dataDir, 'exit', `${example.key}-${run}`)));
  }
  console.log(
    [
      '',
      'To look at:',
      ...plays.map(addressOf),
      `  ${base}/inbox`,
      `  ${base}/docs`,
      `  ${inbox.address}   (all mails)`,
    ].join('\n'),
  );
});

async function perform(theatre: Theatre, example: Example, directory: string): Promise<Play> {
  const play = await openEngagement(await cast(theatre, example));
  await selectVendor(play);
  await beginService(play);
  if (example.key !== CLOSING) return play;
  mkdirSync(directory, { recursive: true });
  await leave(play, directory);
  return play;
}

const addressOf = ({ base, id, example }: Play): string => `  ${base}/engagements/${id}   ${example.title}`;

function chosenExamples(): readonly Example[] {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const keys = readdirSync(EXAMPLES).map((file) => basename(file, '.json'));
  const { only } = values;
  if (only !== undefined && !keys.includes(only))
    throw new StartFailure(`There is no example ${only}; there are ${keys.join(', ')}.`);
  return keys
    .filter((key) => only === undefined || key === only)
    .map((key) => readExample(join(EXAMPLES, `${key}.json`)));
}

function adminToken({ adminToken: given, dataDir }: Config): string {
  const file = secretsFile(dataDir);
  const token = given ?? (existsSync(file) ? readJson<{ adminToken?: string }>(file, {}).adminToken : undefined);
  if (!token)
    throw new StartFailure(
      `No administrator's token: set TENURE_ADMIN_TOKEN, or start the product with npm start (it keeps one in ${file}).`,
    );
  return token;
}

import { emptyDatabase, type TestDatabase } from '../database';
import { ownNamespace } from '../temporal';
import { Collector, type Span } from './collector';
import { ADMIN_TOKEN, type Product, startProduct } from './product';

const collector = new Collector();
let database: TestDatabase;
let product: Product;
beforeAll(async () => {
  database = await emptyDatabase();
  product = await startProduct({
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: process.env['TENURE_TEST_TEMPORAL_ADDRESS'] ?? '',
    TEMPORAL_NAMESPACE: await ownNamespace(),
    OTEL_EXPORTER_OTLP_ENDPOINT: await collector.listen(),
    OTEL_BSP_SCHEDULE_DELAY: '200',
  });
}, 120_000);
afterAll(async () => {
  await product.stop();
  await collector.close();
  await database.drop();
}, 90_000);

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const REFUSED = 'ab7651916cd43dd8448eb211c80319c0';
const CALLER = 'b7ad6b7169203331';
const CALL = 'POST /api/v1/requests';

interface Request {
  readonly id: string;
  readonly steps: readonly { readonly tasks: readonly { readonly id: string }[] }[];
}

async function send<Answer>(method: string, path: string, body: object, traceId = '0'.repeat(32)): Promise<Answer> {
  const headers = {
    authorization: `Bearer ${ADMIN_TOKEN}`,
    'content-type': 'application/json',
    traceparent: `00-${traceId}-${CALLER}-01`,
  };
  const answer = await fetch(`${product.base}/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

const named = (spans: readonly Span[], pattern: RegExp): readonly Span[] =>
  spans.filter(({ name }) => pattern.test(name));

/** Names from a span up to the call that began it all. */
function wayOf(span: Span, spans: readonly Span[]): readonly string[] {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return parent ? [span.name, ...wayOf(parent, spans)] : [span.name];
}

test('a call is one trace from HTTP through the workflow to statements and to the mail that it causes', async () => {
  const { id: me } = (await product.get('/me')) as { id: string };
  const step = { key: 's1', title: 'Check', mode: 'any', assignees: [{ user: me }], selfHandler: 'allow' };
  await send('PUT', '/policies/payments', { title: 'Payments', steps: [step] });
  const subject = { type: 'payment', title: 'Pay the secret printer', data: {} };

  const request = await send<Request>('POST', '/requests', { policyKey: 'payments', subject }, TRACE);
  const actions = `/tasks/${request.steps[0]?.tasks[0]?.id ?? ''}/actions`;
  await expect(send('POST', actions, { action: 'send-back', comment: 'no', target: 's0' }, REFUSED)).rejects.toThrow();
  await send('POST', actions, { action: 'approve' });
  const isWhole = (all: readonly Span[]): boolean =>
    all.some(({ name }) => name === 'smtp send') && all.every((span) => wayOf(span, all).at(-1) === CALL);
  const spans = await collector.trace(TRACE, isWhole);

  const [call] = named(spans, /^POST /);
  expect(call).toMatchObject({ name: CALL, parentSpanId: CALLER, service: 'tenure-api' });
  const [mail] = named(spans, /^smtp send$/);
  expect(mail?.service).toBe('tenure-worker');
  const [recorded] = named(spans, /^RunActivity:recordRequest$/);
  expect(wayOf(recorded!, spans)).toEqual(['RunActivity:recordRequest', 'UpdateWithStartWorkflow:opened', CALL]);
  const statements = named(spans, /^(insert|update|select)$/).filter(
    ({ parentSpanId }) => parentSpanId === recorded?.spanId,
  );
  expect(statements.length).toBeGreaterThan(0);
  expect(JSON.stringify(spans)).not.toContain('secret printer');
  expect(JSON.stringify(spans)).toContain(request.id);

  const refused = await collector.trace(REFUSED, (all) => named(all, /^POST /).length > 0);
  expect(named(refused, /^POST /).map(({ name }) => name)).toEqual(['POST /api/v1/tasks/:id/actions']);
}, 120_000);

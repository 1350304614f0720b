import { redact } from '../../bin/parts/redact';

const RANDOM = 'Zk3-x9QmW_7fLr2bTv8Nc1pYh6Gd5sJa4EuXo0BiRqM';
const ID = '01a21726-6349-766e-8ee9-caa3326ea55f';

test.each([
  [`GET /a/${ID}.lq2x.${RANDOM}`, 'GET /a/01a21726…'],
  [`GET /k/${RANDOM}?x=1`, 'GET /k/Zk3-x9Qm…?x=1'],
  [`"path":"/tenure/d/${RANDOM}"`, '"path":"/tenure/d/Zk3-x9Qm…"'],
  [`Authorization: Bearer tenure_short`, 'Authorization: Bearer …'],
  ['authorization: basic dXNlcjpwYXNz', 'authorization: basic …'],
  [`cookie: tenure_lang=en; tenure_session=abc; x=1`, 'cookie: tenure_lang=en; tenure_session=…; x=1'],
  ['connect postgres://tenure:Zk81-mQw@db.acme.test/tenure', 'connect postgres://tenure:…@db.acme.test/tenure'],
  ['/sign-in?token=abc&next=1', '/sign-in?token=…&next=1'],
  [`the token tenure_${RANDOM} is void`, 'the token … is void'],
  [`session ${RANDOM}.`, 'session ….'],
  ['550 <wang.wei@acme.test> unknown', '550 <[address]> unknown'],
  ['王伟@公司.中国 is away', '[address] is away'],
  ["o'neil+x@mail.acme.test, a@localhost", '[address], [address]'],
])('%s is kept as %s', (given, kept) => {
  expect(redact(given)).toBe(kept);
});

test.each([
  `engagement-${ID}`,
  `tenure-migration-${ID}-orders`,
  'a3f5c1e2b4d60718293a4b5c6d7e8f90a3f5c1e2b4d60718293a4b5c6d7e8f90',
  '2026-11-26T09:18:51.349Z',
  'at decodeOptional (/srv/tenure/node_modules/@temporalio/common/src/codec-helpers.ts:54:16)',
  '/api/v1/engagements/01a21726-6349-766e-8ee9-caa3326ea55f/kpis',
  'wait 10s @ 3',
])('%s is kept as it is', (line) => {
  expect(redact(line)).toBe(line);
});

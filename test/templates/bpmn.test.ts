import { BpmnModdle } from 'bpmn-moddle';
import fc from 'fast-check';
import { BUILTIN_POLICIES } from '../../domain/approval/builtin';
import { Matrix, type Node } from '../../domain/approval/schema';
import { bpmnXml } from '../../templates/diagram/bpmn';
import type { Pictured } from '../../templates/diagram/drawing';
import { Desk, step } from '../domain/approval-builders';
import { randomSteps } from '../domain/diagram/random-policies';

const picture = (nodes: readonly Node[], part: Partial<Pictured> = {}): Pictured => ({
  locale: 'en',
  title: 'A & <B>',
  nodes,
  state: null,
  nameOf: (id) => id,
  ...part,
});
const warningsOf = async (xml: string): Promise<readonly unknown[]> => (await new BpmnModdle().fromXML(xml)).warnings;

test.each(Object.entries(BUILTIN_POLICIES))('%s reads back without a warning', async (_key, { steps }) => {
  expect(await warningsOf(await bpmnXml(picture(steps)))).toEqual([]);
});

test('any policy reads back without a warning', async () => {
  await fc.assert(
    fc.asyncProperty(randomSteps, async (nodes) => {
      expect(await warningsOf(await bpmnXml(picture(nodes)))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('a step with a condition stands behind a gateway that leads past it by default', async () => {
  const xml = await bpmnXml(picture([step({ key: 'hr', when: 'count > 0' })]));
  expect(xml).toContain('<bpmn:exclusiveGateway id="split.hr" default="split.hr-1-join.hr">');
  expect(xml).toMatch(/<bpmn:conditionExpression[^>]*language="[^"]*FEEL\/">count &gt; 0<\/bpmn:conditionExpression>/);
});

test('a matrix is a business rule, and each of its steps is done only when asked for', async () => {
  const matrix = Matrix.parse({
    inputs: [{ label: 'Amount', expression: 'amount' }],
    rules: [{ when: ['> 5'], steps: ['cfo'] }],
    otherwise: [],
  });
  const xml = await bpmnXml(picture([{ key: 'who', matrix, steps: [step({ key: 'cfo' })] }]));
  expect(xml).toContain('<bpmn:businessRuleTask id="rule.who"');
  expect(xml).toContain('list contains(get value(needed, "who"), "cfo")');
});

test('a time limit that decides by itself interrupts its step, another one does not', async () => {
  const sla = { duration: 'P2D', calendar: 'cn' };
  const xml = await bpmnXml(picture([step({ key: 'a', sla }), step({ key: 'b', sla, timeout: { action: 'reject' } })]));
  expect(xml).toContain('<bpmn:boundaryEvent id="sla.a" name="P2D" cancelActivity="false" attachedToRef="step.a">');
  expect(xml).toContain('<bpmn:boundaryEvent id="sla.b" name="P2D" attachedToRef="step.b">');
});

test('the boxes of a running request carry the colour of their state and who decided', async () => {
  const steps = [step({ key: 'a', people: ['A'] }), step({ key: 'b', people: ['B'] })];
  const desk = new Desk({ steps });
  desk.vote('A+');
  const xml = await bpmnXml(picture(steps, { state: desk.state }));
  expect(xml).toMatch(/bpmnElement="step.a" color:background-color="#e3f3ea"/);
  expect(xml).toMatch(/bpmnElement="step.b" color:background-color="#e8eafb"/);
  expect(xml).toContain('A: approved');
  expect(await warningsOf(xml)).toEqual([]);
});

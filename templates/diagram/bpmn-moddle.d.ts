/** The part of bpmn-moddle that we use; its own types do not cover how elements are made and written. */
declare module 'bpmn-moddle' {
  export interface Element {
    readonly $type: string;
    set(name: string, value: unknown): void;
  }
  export class BpmnModdle {
    constructor(packages?: Readonly<Record<string, unknown>>);
    create(type: string, attributes: Readonly<Record<string, unknown>>): Element;
    toXML(element: Element, options: { readonly format: boolean }): Promise<{ readonly xml: string }>;
    fromXML(xml: string): Promise<{ readonly rootElement: Element; readonly warnings: readonly unknown[] }>;
  }
}

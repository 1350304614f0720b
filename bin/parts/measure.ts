import ts from 'typescript';

export interface Measure {
  readonly file: string;
  readonly lines: number;
  readonly functions: readonly { readonly name: string; readonly line: number; readonly lines: number }[];
  readonly anys: number;
  /** Type assertions other than `as const`. */
  readonly casts: number;
}

type WithBody =
  ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction | ts.MethodDeclaration | ts.ConstructorDeclaration;

/** Lines of a file and of each function in it; what a function contains of other functions counts for both. */
export function measure(file: string, text: string): Measure {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1;
  const functions: { name: string; line: number; lines: number }[] = [];
  let anys = 0;
  let casts = 0;
  const visit = (node: ts.Node): void => {
    if (isFunction(node) && node.body) {
      const line = lineOf(node.getStart(source));
      functions.push({ name: nameOf(node), line, lines: lineOf(node.getEnd()) - line + 1 });
    }
    if (node.kind === ts.SyntaxKind.AnyKeyword) anys += 1;
    if (ts.isAsExpression(node) && !ts.isConstTypeReference(node.type)) casts += 1;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { file, lines: text.trimEnd().split('\n').length, functions, anys, casts };
}

const isFunction = (node: ts.Node): node is WithBody =>
  ts.isFunctionDeclaration(node) ||
  ts.isFunctionExpression(node) ||
  ts.isArrowFunction(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isConstructorDeclaration(node);

function nameOf(node: WithBody): string {
  if (node.name) return node.name.getText();
  return ts.isVariableDeclaration(node.parent) ? node.parent.name.getText() : '(anonymous)';
}

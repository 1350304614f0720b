import type { DomainError } from '../errors';
import { invalidFormula, type Token } from './formula-tokens';

const MAX_DEPTH = 40;

/** Walks over the tokens of a formula, one place at a time. */
export class FormulaReader {
  private place = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  next(): Token {
    const token = this.tokens[this.place];
    if (!token) throw this.unexpected('too early');
    this.place += 1;
    return token;
  }

  /** Takes the sign at the reading place if it is one of these. */
  take<S extends string>(...signs: readonly S[]): S | undefined {
    const token = this.tokens[this.place];
    const sign = token?.kind === 'sign' ? signs.find((text) => text === token.text) : undefined;
    if (sign !== undefined) this.place += 1;
    return sign;
  }

  expect(sign: string): void {
    if (this.take(sign) === undefined) throw this.unexpected(`where "${sign}" is due`);
  }

  expectEnd(): void {
    if (this.place < this.tokens.length) throw this.unexpected('where the formula should end');
  }

  /** Reads something inside something else; bounded, so that no formula exhausts the stack. */
  nested<T>(read: () => T): T {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw invalidFormula(`nests deeper than ${MAX_DEPTH} levels`);
    const inner = read();
    this.depth -= 1;
    return inner;
  }

  unexpected(where: string): DomainError {
    const token = this.tokens[this.place];
    return invalidFormula(token ? `has "${token.text}" at position ${token.at + 1} ${where}` : `ends ${where}`);
  }
}

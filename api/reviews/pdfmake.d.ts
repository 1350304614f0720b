/** As much of pdfmake 0.3 as we use; its published types drag the whole DOM into a server. */
declare module 'pdfmake' {
  export type Margin = readonly [number, number, number, number];

  export interface Style {
    readonly font?: string;
    readonly fontSize?: number;
    readonly lineHeight?: number;
    readonly bold?: boolean;
    readonly color?: string;
    readonly alignment?: 'left' | 'right';
    readonly margin?: Margin;
  }

  export interface Block extends Style {
    readonly text?: string;
    readonly style?: string;
    readonly headlineLevel?: number;
    readonly unbreakable?: boolean;
    readonly width?: number;
    readonly svg?: string;
    readonly stack?: readonly Content[];
    readonly columns?: readonly Content[];
    readonly columnGap?: number;
    readonly table?: {
      readonly headerRows?: number;
      readonly dontBreakRows?: boolean;
      readonly widths: readonly (number | 'auto' | '*')[];
      readonly body: readonly (readonly Content[])[];
    };
    readonly layout?:
      | 'noBorders'
      | {
          readonly hLineWidth: () => number;
          readonly vLineWidth: () => number;
          readonly hLineColor: () => string;
          readonly paddingLeft: (index: number) => number;
          readonly paddingRight: () => number;
        };
  }

  export type Content = string | Block;

  export interface Definition {
    readonly info: Readonly<Record<string, string | Date>>;
    readonly language: string;
    readonly pageSize: string;
    readonly pageMargins: Margin;
    readonly defaultStyle: Style;
    readonly styles: Readonly<Record<string, Style>>;
    readonly footer: (page: number, pages: number) => Content;
    readonly content: readonly Content[];
    readonly pageBreakBefore: (node: {
      readonly headlineLevel?: number;
      readonly startPosition: { readonly verticalRatio: number };
    }) => boolean;
  }

  interface Maker {
    addFonts(fonts: Readonly<Record<string, { readonly normal: string; readonly bold: string }>>): void;
    setUrlAccessPolicy(allows: (url: string) => boolean): void;
    setLocalAccessPolicy(allows: (path: string) => boolean): void;
    createPdf(definition: Definition): { getBuffer(): Promise<Buffer> };
  }

  const maker: Maker;
  export default maker;
}

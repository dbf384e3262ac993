/** HTML and SVG in which whatever is put into a template is escaped, unless it is markup itself. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Markup;

export function markup(fixed: TemplateStringsArray, ...parts: readonly (Part | readonly Part[])[]): Markup {
  return new Markup(
    fixed.reduce((text, piece, index) => {
      const part = parts[index - 1] ?? "";
      const list = Array.isArray(part) ? part : [part];
      return text + list.map(inMarkup).join("") + piece;
    }),
  );
}

const inMarkup = (part: Part): string =>
  part instanceof Markup ? part.text : String(part).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

import Mustache from 'mustache';

/** Facts by name, as read from YAML. */
export type Facts = Readonly<Record<string, unknown>>;

/** A text with its facts filled in, and the names that are missing or unknown. */
export interface Filled {
  readonly text: string;
  readonly missing: readonly string[];
}

/**
 * Fills `{{clinic.…}}` and `{{country.…}}` (mustache, no HTML). A fact named outside a section must
 * be there: otherwise a visitor would read a hole. Facts the clinic may leave out belong in
 * `{{#clinic.parking}}…{{/clinic.parking}}{{^clinic.parking}}…{{/clinic.parking}}`.
 */
export function fillFacts(text: string, facts: Facts): Filled {
  if (!text.includes('{{')) return { text, missing: [] };
  const writer = new WatchingWriter();
  const filled = writer.render(text, facts, undefined, { escape: String });
  return { text: filled, missing: [...writer.missing] };
}

/** Notes every plain place that has no value; a section may well have none. */
class WatchingWriter extends Mustache.Writer {
  readonly missing = new Set<string>();

  override escapedValue(
    token: string[],
    context: Mustache.Context,
    config: Mustache.RenderOptions,
  ): string {
    const name = token[1] ?? '';
    const value: unknown = context.lookup(name);
    if (value === undefined || value === null || value === '') this.missing.add(name);
    return super.escapedValue(token, context, config);
  }
}

/**
 * The names of the fixed words in `dialogs/messages.yaml`. A name missing there, or one there that
 * is not here, is a content error: code can rely on every one of them.
 */
export const messageNames = [
  'welcome',
  'welcomeChoices',
  'start',
  'unknown',
  'unknownPart',
  'didYouMean',
  'noneOfThese',
  'noneOfTheseReply',
  'notice',
  'draft',
  'sources',
  'signs',
  'private',
  'apology',
  'tooLong',
  'voteThanks',
  'votedNotHelpful',
  'flowUnknown',
  'afterUrgent',
  'signedOnlyEmpty',
] as const;

export type MessageName = (typeof messageNames)[number];

/** Every fixed message by name. Lists are written one item a line. */
export type Messages = Readonly<Record<MessageName, string>>;

/** Fills `{name}` places with values; a place without a value stays as written. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{([a-zA-Z][\w.-]*)\}/g, (place, name: string) => values[name] ?? place);
}

/** The items of a message that is a list, one a line. */
export function items(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

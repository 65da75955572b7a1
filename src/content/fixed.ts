import type { DemoTexts, EmailTexts, FixedReply, PrivateRule } from '../core/guide.ts';
import { type MessageName, type Messages, messageNames } from '../core/messages.ts';
import type { Facts } from './fill.ts';
import {
  demoSchema,
  emailSchema,
  fixedRepliesSchema,
  messagesSchema,
  privateSchema,
  type WidgetLabel,
  widgetLabelNames,
  widgetSchema,
} from './schema.ts';
import type { Placed, Shelf } from './shelf.ts';

/** Small talk or refusals, by id. */
export function readReplies(
  shelf: Shelf,
  file: string,
  facts: Facts,
): ReadonlyMap<string, FixedReply> {
  const placed = shelf.yaml(file, fixedRepliesSchema);
  const replies = new Map<string, FixedReply>();
  placed?.value.forEach((reply, index) => {
    const line = placed.lineOf([index, 'id']);
    if (replies.has(reply.id)) shelf.error(file, line, `${index}.id`, `${reply.id} is there twice`);
    const at = { file, line: placed.lineOf([index, 'reply']), field: `${index}.reply` };
    replies.set(reply.id, { ...reply, reply: shelf.fill(reply.reply, facts, at) });
  });
  return replies;
}

/** The fixed messages; a missing name has been reported and reads as empty. */
export function readMessages(shelf: Shelf, facts: Facts): Messages {
  const placed = shelf.yaml('dialogs/messages.yaml', messagesSchema);
  return filledWords(shelf, facts, placed, 'messages', messageNames, placed?.value.messages);
}

/** The words on the chat window. */
export function readWidget(shelf: Shelf, facts: Facts): Readonly<Record<WidgetLabel, string>> {
  const placed = shelf.yaml('dialogs/widget.yaml', widgetSchema);
  return filledWords(shelf, facts, placed, 'labels', widgetLabelNames, placed?.value.labels);
}

function filledWords<Name extends MessageName | WidgetLabel>(
  shelf: Shelf,
  facts: Facts,
  placed: Placed<unknown> | undefined,
  field: string,
  names: readonly Name[],
  words: Readonly<Record<Name, string>> | undefined,
): Readonly<Record<Name, string>> {
  const filled = names.map((name): [Name, string] => {
    if (!placed || !words) return [name, ''];
    const at = { file: placed.file, line: placed.lineOf([field, name]), field: `${field}.${name}` };
    return [name, shelf.fill(words[name], facts, at)];
  });
  return Object.fromEntries(filled) as Record<Name, string>;
}

/** Patterns of private details; a pattern that is no regular expression is reported. */
export function readPrivateRules(shelf: Shelf): readonly PrivateRule[] {
  const placed = shelf.yaml('dialogs/private.yaml', privateSchema);
  return (placed?.value.rules ?? []).flatMap((rule, index) => {
    try {
      return [{ id: rule.id, pattern: new RegExp(rule.pattern, 'i') }];
    } catch {
      const line = placed?.lineOf(['rules', index, 'pattern']) ?? 1;
      shelf.error(
        'dialogs/private.yaml',
        line,
        `rules.${index}.pattern`,
        'is no regular expression',
      );
      return [];
    }
  });
}

export function readEmail(shelf: Shelf): EmailTexts {
  const none = { subject: '', body: '', none: '' };
  const kinds = { booking: '', message: '', 'call-back': '', aftercare: '' };
  return shelf.yaml('dialogs/email.yaml', emailSchema)?.value ?? { ...none, kinds };
}

/** The demo page's words, filled one by one so that a missing fact names its field. */
export function readDemo(shelf: Shelf, facts: Facts): DemoTexts {
  const placed = shelf.yaml('dialogs/demo.yaml', demoSchema);
  const word = (field: string, text: string) =>
    shelf.fill(text, facts, {
      file: 'dialogs/demo.yaml',
      line: placed?.lineOf([field]) ?? 1,
      field,
    });
  const demo = placed?.value;
  return {
    title: word('title', demo?.title ?? ''),
    lead: word('lead', demo?.lead ?? ''),
    paragraphs: (demo?.paragraphs ?? []).map((text) => word('paragraphs', text)),
    try: word('try', demo?.try ?? ''),
    questions: (demo?.questions ?? []).map((text) => word('questions', text)),
    contact: word('contact', demo?.contact ?? ''),
    emergency: word('emergency', demo?.emergency ?? ''),
    fullPage: word('fullPage', demo?.fullPage ?? ''),
  };
}

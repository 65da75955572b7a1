import type { Conversation, Outcome, Urgency } from '../conversation.ts';
import type { Guide, PrivateRule } from '../guide.ts';
import { say, urgentReply } from '../show.ts';
import { outcome, repeatQuestion, type Step } from './turn.ts';

/** Urgent signs come first on every turn, inside every dialog. */
export const screenUrgentSigns: Step = ({ guide, conversation, message, screening }) => {
  const { finding, signs } = screening;
  if (finding?.kind !== 'urgent') return null;
  const why = { parts: [], signs };
  const urgent = urgentOutcome(guide, conversation, finding.rule, finding.level, message.at);
  return { ...urgent, why };
};

/**
 * The fixed message of a rule. A dialog ends there, unless the clinic is merely to be told: then it
 * asks again where it was.
 */
export function urgentOutcome(
  guide: Guide,
  conversation: Conversation,
  rule: string,
  urgency: Urgency,
  at: number,
): Outcome {
  const text = guide.content.urgent.rules.find(({ id }) => id === rule)?.message ?? '';
  const goesOn = urgency === 'contact' ? conversation.flow : null;
  const again = repeatQuestion(guide, { ...conversation, flow: goesOn });
  const decision = { kind: 'urgent', rule, urgency } as const;
  return outcome(conversation, decision, [urgentReply(text), ...again], {
    flow: goesOn,
    offer: null,
    urgent: { rule, urgency, at },
  });
}

/** Card and identity numbers have no place here: the message is neither used nor kept as it came. */
export const screenPrivateDetails: Step = ({ guide, conversation, message }) => {
  const { privateRules, messages } = guide.content;
  const rule = privateRules.find(({ pattern }) => pattern.test(message.text));
  if (rule === undefined) return null;
  const decision = { kind: 'private', rule: rule.id } as const;
  const text = privateRules.reduce(hide, message.text);
  return {
    ...outcome(conversation, decision, [say(messages.private)]),
    kept: { ...message, text },
  };
};

function hide(text: string, { pattern }: PrivateRule): string {
  return text.replace(new RegExp(pattern, `g${pattern.flags}`), '•••');
}

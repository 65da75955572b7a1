import { answerFromKnowledge, type KnowledgeResult } from './answer.ts';
import type { Conversation, Message, Outcome } from './conversation.ts';
import type { Guide } from './guide.ts';
import { items } from './messages.ts';
import { addRelatedSigns } from './related-signs.ts';
import { screenUrgent } from './screen.ts';
import { say } from './show.ts';
import { beginFlow, continueFlow, startFlowByWords } from './steps/dialogs.ts';
import { admitNotKnowing, answerFromContent } from './steps/knowledge.ts';
import { screenPrivateDetails, screenUrgentSigns } from './steps/screening.ts';
import { declineTooLong } from './steps/too-long.ts';
import { outcome, type Step, type TextMessage, type TurnInput } from './steps/turn.ts';

/** The order of a turn. The first step that has an outcome ends it; the last one always has. */
const STEPS: readonly Step[] = [
  screenUrgentSigns,
  screenPrivateDetails,
  declineTooLong,
  continueFlow,
  startFlowByWords,
  answerFromContent,
  admitNotKnowing,
];

/**
 * Decides one turn. Pure: the same guide, conversation, message and draw give the same outcome, so
 * that any past turn can be decided again from what was saved.
 * @param draw random characters, at least eight, from which a request's reference is made
 * @param screen looks for urgent signs; who decides a turn twice by the same rules may look once
 */
export function decide(
  guide: Guide,
  conversation: Conversation,
  message: Message,
  draw: string,
  screen: typeof screenUrgent = screenUrgent,
): Outcome {
  const decided = byKind(guide, conversation, message, draw, screen);
  const { version } = conversation;
  return {
    ...decided,
    conversation: { ...decided.conversation, lastAt: message.at, version: version + 1 },
  };
}

function byKind(
  guide: Guide,
  conversation: Conversation,
  message: Message,
  draw: string,
  screen: typeof screenUrgent,
): Outcome {
  const { messages } = guide.content;
  switch (message.kind) {
    case 'text':
      return decideText(guide, conversation, message, draw, screen);
    case 'join':
      return outcome(conversation, { kind: 'welcome' }, [
        say(messages.welcome, items(messages.welcomeChoices)),
      ]);
    case 'start':
      return beginFlow(guide, conversation, message.flow, { at: message.at, draw }, {});
    case 'vote': {
      const decision = { kind: 'vote', entry: null, helpful: message.helpful } as const;
      return outcome(
        conversation,
        decision,
        message.helpful ? [] : [say(messages.votedNotHelpful)],
      );
    }
  }
}

function decideText(
  guide: Guide,
  conversation: Conversation,
  message: TextMessage,
  draw: string,
  screen: typeof screenUrgent,
): Outcome {
  const seen = screen(guide.content.urgent, message.text, conversation.findings);
  const screening = addRelatedSigns(guide, seen, message.text);
  const turn: TurnInput = {
    guide,
    conversation: { ...conversation, findings: screening.findings },
    message,
    moment: { at: message.at, draw },
    screening,
    knowledge: once(() => answerFromKnowledge(guide, conversation, message.text, message.at)),
  };
  for (const step of STEPS) {
    const decided = step(turn);
    if (decided !== null) return decided;
  }
  throw new RangeError('the last step of a turn must have an outcome');
}

function once(look: () => KnowledgeResult): () => KnowledgeResult {
  let seen: KnowledgeResult | undefined;
  return () => {
    seen ??= look();
    return seen;
  };
}

import { say } from '../show.ts';
import { outcome, type Step } from './turn.ts';

/** Characters. Nobody asks a question in more, and looking one up in more takes seconds. */
const LONGEST = 4000;

/** Longer words are only screened, which came before this. */
export const declineTooLong: Step = ({ guide, conversation, message }) => {
  if (message.text.length <= LONGEST) return null;
  const decision = { kind: 'unknown', reason: 'too-long', nearest: [], confidence: 0 } as const;
  return outcome(conversation, decision, [say(guide.content.messages.tooLong)]);
};

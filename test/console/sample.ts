import type { Decision, Explanation } from '../../src/core/conversation.ts';
import type { Turn } from '../../src/storage/store.ts';
import { answeredTurn, bookingTurn, conversationAt, NOON } from '../helpers/turns.ts';
import { MINUTE, type TestConsole } from './support.ts';

/** A handful of made-up conversations of every kind, as a small clinic has in a morning. */
export async function fillDesk(house: TestConsole): Promise<void> {
  const entries = [...house.guide.content.entries.values()];
  const [first, second, third] = entries;
  const why = (text: string): Explanation => ({
    parts: [
      {
        text,
        repaired: text,
        inContext: false,
        confidence: 0.81,
        margin: 0.33,
        matches: [first, second, third].map((entry, index) => ({
          target: `entry:${entry?.id}`,
          confidence: 0.81 - index * 0.24,
          phrasing: entry?.phrasings[0] ?? '',
          shares: { words: 0.5 },
        })),
      },
    ],
    signs: [],
  });
  const answer: Decision = { kind: 'answer', entries: [first?.id ?? ''], confidence: 0.81 };
  const unknown: Decision = { kind: 'unknown', reason: 'not-known', nearest: [], confidence: 0.12 };
  const rule = house.guide.content.urgent.rules[0];
  const urgent: Decision = { kind: 'urgent', rule: rule?.id ?? '', urgency: 'emergency' };
  const down: Decision = { kind: 'vote', entry: first?.id ?? null, helpful: false };
  const say = (text: string): Turn['replies'] => [
    {
      kind: 'say',
      text,
      footnotes: [],
      choices: ['Book', 'Ask something else'],
      entry: null,
      draft: false,
    },
  ];
  const talks: readonly (readonly [string, Decision])[] = [
    ['How sore will I be after dry needling? My calf feels bruised.', answer],
    [
      'Do you also fix bicycles? I have a creaking bottom bracket and a race on Sunday, and nobody else is open.',
      unknown,
    ],
    ['I have chest pain and cannot breathe since yesterday', urgent],
    ['Can I run tomorrow? Call me on +44 20 7946 0857 or mail ana@mail.example', answer],
    ['can i swim with plasters on', unknown],
    ['thanks, that did not help', down],
  ];
  for (const [index, [text, decision]] of talks.entries()) {
    const conversation = {
      ...conversationAt(`talk-${index}`, 1),
      lastAt: NOON - index * 7 * MINUTE,
    };
    const turn = { ...answeredTurn(conversation, 'm1', text), decision, why: why(text) };
    const replies =
      decision.kind === 'answer'
        ? turn.replies
        : decision.kind === 'urgent'
          ? say('**Call 999 now.**\n\nDo not wait for an answer here.').map((one) => ({
              ...one,
              kind: 'urgent' as const,
            }))
          : say('I do not know. Nearest are:\n\n- [Running](https://x.example)\n- Swimming');
    await house.store.saveTurn({ ...turn, replies });
  }
  const next = { ...conversationAt('talk-0', 2), lastAt: NOON + MINUTE };
  await house.store.saveTurn({
    ...answeredTurn(next, 'm2', 'and when may I run?'),
    why: why('and when may I run?'),
    decision: answer,
  });
  await house.store.saveTurn(
    bookingTurn({ ...conversationAt('talk-3', 2), lastAt: NOON }, 'm2', 'DN-7F3K'),
  );
  await house.store.saveTurn(
    bookingTurn(
      { ...conversationAt('book-2', 1), lastAt: NOON - 3 * 60 * MINUTE },
      'm1',
      'DN-2Q8M',
      {
        kind: 'call-back',
        name: 'Benedict Featherstonehaugh-Cholmondeley',
        email: 'benedict.featherstonehaugh@a-long-name-of-a-host.example',
        times: 'Monday to Wednesday, after 5 pm',
      },
    ),
  );
  const due = await house.store.claimDeliveries(['email'], house.now, house.now + MINUTE, 9);
  const [failed] = due;
  if (failed)
    await house.store.markFailed(failed.id, { at: NOON, error: 'smtp_timeout', dead: true });
  await house.staff.addNote('talk-0', {
    id: 'n1',
    accountId: 'x',
    at: NOON,
    text: 'Seen on Monday; fine.',
  });
}

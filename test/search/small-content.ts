import type { Findable } from '../../src/core/search.ts';

/** A few targets, enough to train on in a moment. */
export const smallContent: readonly Findable[] = [
  {
    target: 'entry:soreness',
    title: 'How long will I be sore?',
    phrasings: [
      'how long does the soreness last',
      'still aching two days later',
      'when will the ache go away',
      'is it usual to be stiff afterwards',
      'my leg hurts the day after',
    ],
    tests: ['will my calf ache for days'],
    text: 'Soreness often lasts a day or two.',
    topics: ['soreness'],
  },
  {
    target: 'entry:price',
    title: 'What does a session cost?',
    phrasings: [
      'how much is it',
      'price of a session',
      'is it expensive',
      'what do you charge',
      'fees please',
    ],
    tests: ['cost of one appointment'],
    text: '',
    topics: ['price'],
  },
  {
    target: 'entry:parking',
    title: 'Where can I park?',
    phrasings: [
      'is there a car park',
      'parking nearby',
      'where do I leave my car',
      'can I drive to you and park',
    ],
    tests: ['place for the car'],
    text: '',
    topics: ['location'],
  },
  {
    target: 'flow:booking',
    title: 'Book an appointment',
    phrasings: [
      'I want to book',
      'make an appointment',
      'can I come on friday',
      'book me in please',
      'any slots tomorrow',
    ],
    tests: ['reserve a session'],
    text: '',
  },
  {
    target: 'smalltalk:thanks',
    title: 'Thanks',
    phrasings: ['thank you', 'thanks a lot', 'cheers', 'that was helpful'],
    tests: ['many thanks'],
    text: '',
  },
  {
    target: 'refusal:dose',
    title: 'Doses',
    phrasings: [
      'how many tablets should I take',
      'dose of ibuprofen',
      'how much paracetamol is safe',
      'can I double my pills',
    ],
    tests: ['right amount of medicine'],
    text: '',
  },
];

export const smallOutOfScope: readonly string[] = [
  'who won the football',
  'recipe for banana bread',
  'what is the capital of Peru',
  'fix my washing machine',
  'translate this into French',
  'tell me about the stars',
];

import type { PersonKeyProblem } from '../../privacy/person-key.ts';
import type { PersonKey } from '../../storage/privacy-store.ts';

/** The words of the pages on which people are found, handed out and erased. */
export const privacyLabels = {
  title: 'Privacy',
  retention: {
    title: 'How long things are kept',
    columns: ['What', 'Days', 'Counted from', 'Setting'],
    rows: {
      transcripts: ['Conversations, with notes and marks', 'The last word'],
      bookings: ['Bookings and messages', 'The day they were sent'],
      audit: ['Audit log', 'Each row'],
    },
    last: 'Last forgotten {time}: conversations {conversations}, bookings and messages {requests}, rows of the audit log {auditRows}.',
    restored: 'Erased again after a backup was restored: {restored}.',
    never: 'The first run since the server was started has not ended yet.',
    told: 'Patients are told that chats are kept {days} days.',
    toldNothing: 'Patients are not told how long chats are kept.',
    differs: 'That is not what the server does',
  },
  protection: {
    title: 'What protects what',
    rows: [
      [
        'What patients wrote, names, contact, notes',
        'Sealed in the database. Who has the database without the key file reads none of it; who has both reads all of it.',
      ],
      [
        'Search',
        'By keyed hashes of words: frequent words can be guessed from how often they occur.',
      ],
      ['Audit log', 'Chained: “npm run audit:verify” finds any edit. It holds ids, no words.'],
      [
        'Backups',
        'What was erased is erased again after an old backup was restored, as long as the list beside the key file is not restored with it.',
      ],
      ['E-mails and webhook calls', 'Out of reach once they are delivered.'],
    ],
    more: 'The file {file} says more, and what is not protected.',
  },
  find: {
    title: 'Find a person',
    lead: 'To hand out or erase everything about one person. All that is kept is read for it, which may take a while.',
    kind: 'By',
    kinds: {
      reference: 'Reference',
      phone: 'Phone number',
      email: 'E-mail address',
      conversation: 'Conversation',
    } satisfies Readonly<Record<PersonKey['kind'], string>>,
    value: 'Which',
    hint: 'A reference like DN-7F3K; a number or address in any spelling; the last part of the address of a conversation’s page.',
    submit: 'Find',
    problems: {
      nothing: 'Say whom to look for.',
      'no-email': 'That is no e-mail address.',
      'short-phone': 'That is too short for a phone number.',
      'own-email': 'That is the clinic’s own address: everybody may have written it.',
      'own-phone': 'That is the clinic’s own number: everybody may have written it.',
    } satisfies Readonly<Record<PersonKeyProblem, string>>,
    person: 'Erase or hand out',
  },
  found: {
    title: 'What is kept about one person',
    nothing: 'Nothing is kept about this person.',
    by: 'Looked for',
    conversations: 'Conversations',
    requests: 'Bookings and messages',
    lines: 'Lines in them',
    notes: 'Notes of the clinic',
    check:
      'Look whether all of this is one person: people who share a number or address share what it finds.',
    began: 'Begun',
    linesHere: 'Lines',
    reference: 'Reference',
    kind: 'Kind',
    sent: 'Sent',
    more: 'And {count} more.',
    taught: 'Answers that were taught with this person’s words: look at them, they stay:',
    exportTitle: 'Hand out',
    exportHint:
      'Everything as one file (JSON): what was said, why it was answered so, notes, bookings with contact and details, deliveries, and who of the staff opened what.',
    export: 'Save the file',
    eraseTitle: 'Erase',
    eraseHint: 'You will be asked once more.',
    erase: 'Erase this person',
    back: 'Back to privacy',
  },
  erase: {
    title: 'Erase this person?',
    changed: 'Something was added or erased since you looked. Look again at what would go now.',
    goes: 'This will be gone for good',
    gone: [
      'The conversations, with notes, marks and suggestions taught from them, and what search knows of them.',
      'The bookings and messages, with contact, details and deliveries that are still to be tried.',
    ],
    stays: 'This stays',
    kept: [
      'Rows of the audit log: ids, no words. One is added for each thing that is erased.',
      'E-mails and webhook calls that were delivered, and files that were saved.',
      'Answers that were taught with this person’s words.',
    ],
    backups:
      'Old backups still hold it. What is erased is noted by its id beside the key file: when such a backup is restored, the server erases it again before it does anything else.',
    sure: 'I have looked at what was found: it is one person, and it is to be erased.',
    unsure: 'Tick the box when you are sure.',
    submit: 'Erase for good',
  },
};

/** What conversations can be saved as. */
export type ExportFormat = 'conversations' | 'messages' | 'json' | 'transcript';

/** The words of the pages on which conversations are saved as files or printed. */
export const exportsLabels = {
  title: 'Conversations as a file',
  link: 'As a file',
  oneLink: 'Save or print',
  list: 'Back to the list',
  conversation: 'Back to the conversation',
  count: 'Conversations that fit the present filter: {count}.',
  one: 'One conversation, begun {time}.',
  none: 'No conversation fits the present filter, so there is nothing to save.',
  tooMany:
    'More than {most} conversations fit the present filter. Narrow it, by days for example, or have whoever runs the server use the command, which takes any number:',
  format: 'Format',
  formats: {
    conversations: 'Table (CSV), a row for each conversation',
    messages: 'Table (CSV), a row for each message',
    json: 'JSON, with the reasons of each answer',
    transcript: 'Bot Framework transcript, as its Emulator opens it',
  } satisfies Readonly<Record<ExportFormat, string>>,
  formatMissing: 'Choose a format.',
  masked:
    'Phone numbers, e-mail addresses, identity numbers and names given in requests are taken out. A name that stands only in free text stays.',
  full: 'With personal details: nothing is taken out',
  fullHint: 'Only when they are needed. The audit log tells such a file from others.',
  submit: 'Save the file',
  print: 'View for printing',
  printTitle: 'Conversation of {time}',
  printHint: 'Print it with your browser.',
  id: 'Conversation',
  began: 'Begun',
  printed: 'Printed',
  by: '{time}, by {name}',
  details: 'Personal details',
  detailsShown: 'Shown',
  detailsHidden: 'Taken out',
  cut: 'Only the first {most} lines. The whole of it is in a file.',
};

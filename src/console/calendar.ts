import { labels } from './labels/house.ts';
import type { VisibleRequest } from './requests.ts';

interface CalendarOptions {
  readonly clinic: string;
  readonly publicUrl: string;
  /** When the file is made. */
  readonly at: number;
}

/** How long an appointment is entered for, in milliseconds, as the clinic's system knows better. */
const LASTS = 30 * 60_000;

/**
 * A calendar file (RFC 5545): an agreed appointment as an event, a request that nobody has called
 * back yet as a task. Names and references only, as calendars are shared and synchronised.
 */
export function calendarOf(rows: readonly VisibleRequest[], options: CalendarOptions): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:-//${plain(options.clinic)}//Footnote//EN`,
    ...rows.flatMap((row) => itemOf(row, options)),
    'END:VCALENDAR',
  ];
  return lines.map(fold).join('');
}

function itemOf(row: VisibleRequest, { publicUrl, at }: CalendarOptions): readonly string[] {
  const { request, appointmentAt } = row;
  const about = (title: string) => [
    `UID:${row.id}@${new URL(publicUrl).host}`,
    `DTSTAMP:${utc(at)}`,
    `SUMMARY:${plain(title.replace('{reference}', request.reference).replace('{name}', () => request.name))}`,
    `URL:${publicUrl}/staff/bookings/${row.id}`,
  ];
  if (appointmentAt !== null) {
    return [
      'BEGIN:VEVENT',
      ...about(labels.calendar.appointment),
      `DTSTART:${utc(appointmentAt)}`,
      `DTEND:${utc(appointmentAt + LASTS)}`,
      'END:VEVENT',
    ];
  }
  if (row.status === 'booked' || row.status === 'closed') return [];
  return [
    'BEGIN:VTODO',
    ...about(labels.calendar.callBack),
    `DTSTART:${utc(request.at)}`,
    'END:VTODO',
  ];
}

function utc(at: number): string {
  return `${new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '')}`;
}

/** TEXT of RFC 5545, 3.3.11: marks are escaped, and no line end gets through. */
function plain(text: string): string {
  return text
    .replace(/[\\;,]/g, (mark) => `\\${mark}`)
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/\p{Cc}/gu, '');
}

/** Lines of at most 75 bytes, never cut inside a character (3.1). */
function fold(line: string): string {
  const pieces: string[] = [];
  let piece = '';
  for (const character of line) {
    if (Buffer.byteLength(piece + character) > 73) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return `${[...pieces, piece].join('\r\n ')}\r\n`;
}

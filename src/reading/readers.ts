import type { Readers } from '../core/flow.ts';
import type { Clinic } from '../core/guide.ts';
import { readEmail } from './email.ts';
import { readName } from './name.ts';
import { readNumber } from './number.ts';
import { readPhone } from './phone.ts';
import { readWhen } from './when.ts';
import { readYesNo } from './yes-no.ts';

/** The readers for a clinic: its country says how telephone numbers and dates like 3/4 are read. */
export function makeReaders({ country }: Pick<Clinic, 'country'>): Readers {
  return {
    phone: readPhone,
    email: readEmail,
    when: (text, context, volunteered = false) =>
      readWhen(text, { ...context, country, volunteered }),
    name: readName,
    yesNo: readYesNo,
    number: readNumber,
  };
}

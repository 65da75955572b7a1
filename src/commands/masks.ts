import type { Masks } from '../core/redact.ts';

/** What commands write in the place of personal details. */
export const MASKS: Masks = {
  phone: '[phone]',
  email: '[e-mail]',
  number: '[number]',
  name: '[name]',
};

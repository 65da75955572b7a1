/** What was erased, so that it is erased again after an old backup was restored. Ids only. */
export interface Tombstone {
  readonly kind: 'conversation' | 'request';
  readonly id: string;
  readonly at: number;
}

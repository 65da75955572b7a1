/*
 * Made-up conversations (`npm run seed:demo`) are known by their ids, in whatever database they lie.
 * What they ask for goes to a destination of their own that no relay serves, and to no other: so
 * nothing made up reaches the clinic's mailbox, even when a server with real destinations runs on the
 * same database. Ids of real conversations are random, or a channel's own, and never begin like this.
 */
export const DEMO_PREFIX = 'footnote-demo-';
export const DEMO_DESTINATION = 'demo';

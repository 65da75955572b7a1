import { watchIdle } from './idle.ts';
import { watchKeys } from './keys.ts';
import { keepLive } from './live.ts';

/** What the pages do better with script. All of them work without. */
watchIdle();
watchKeys();
keepLive();

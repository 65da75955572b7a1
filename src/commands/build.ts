import { buildAssets } from './assets.ts';

/** `npm run build`, after the compiler: what browsers load. */
await buildAssets();

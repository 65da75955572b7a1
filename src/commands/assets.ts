import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Where the files that browsers load lie, whether the server runs from `src` or from `dist`. */
export const assetsDirectory = path.join(ROOT, 'dist/public');

/** Bundles the widget and lays the pages' files beside it. */
export async function buildAssets(): Promise<void> {
  const source = path.join(ROOT, 'src');
  await mkdir(assetsDirectory, { recursive: true });
  await build({
    entryPoints: {
      widget: path.join(source, 'widget/embed.ts'),
      chat: path.join(source, 'widget/chat.ts'),
      'chat-style': path.join(source, 'widget/chat.css'),
      site: path.join(source, 'site/site.css'),
      console: path.join(source, 'console/browser/console.ts'),
      insights: path.join(source, 'console/browser/insights.ts'),
      'console-style': path.join(source, 'console/console.css'),
    },
    outdir: assetsDirectory,
    bundle: true,
    minify: true,
    target: 'es2022',
    logLevel: 'warning',
  });
  await copyFile(path.join(source, 'site/icon.svg'), path.join(assetsDirectory, 'icon.svg'));
}

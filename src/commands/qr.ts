import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { toFile } from 'qrcode';
import { commandConfig, runCommand } from './run.ts';

/** `npm run qr`: the QR code for the clinic's leaflet, as SVG and PNG; it opens the aftercare check. */
void runCommand('npm run qr -- [--start aftercare] [FOLDER]', async (args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { start: { type: 'string', default: 'aftercare' } },
  });
  const [folder = '.'] = positionals;
  const url = `${commandConfig().publicUrl}/chat?start=${encodeURIComponent(values.start)}`;
  await mkdir(folder, { recursive: true });
  for (const type of ['svg', 'png'] as const) {
    const file = path.join(folder, `footnote-${values.start}.${type}`);
    // Medium correction survives a crease in the leaflet; 1024 pixels print sharp at 8 cm.
    await toFile(file, url, { type, errorCorrectionLevel: 'M', width: 1024, margin: 4 });
    console.log(`${file}  ${url}`);
  }
  return 0;
});

/** What browsers load besides the pages, made by `npm run build`. */
export const ASSETS = ['console-style.css', 'console.js', 'insights.js'] as const;

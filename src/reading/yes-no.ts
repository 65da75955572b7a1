import { plain } from '../core/flow/plain.ts';
import type { Reading } from '../core/flow/readers.ts';

const YES = new Set(
  `yes|y|yeah|yea|ya|yep|yup|ye|yess|yes please|yes pls|yeah sure|yes sure|yes ok|yes i do|yes i am|
  yes i have|yes that is right|yes correct|i do|i am|i have|sure|sure thing|of course|ok|okay|k|kk|ok sure|
  ok can|can|alright|all right|absolutely|definitely|certainly|please do|go ahead|fine|that is fine|
  correct|right|true|agreed|i agree|affirmative|aye|boleh|boleh je|baik|ok boleh|betul|setuju|hai|ok lah|
  can lah|yes lah|ya boleh`.split(/\|\s*/),
);

const NO = new Set(
  `no|n|nope|nah|na|no thanks|no thank you|no i do not|no i am not|no i have not|i do not|i am not|
  i have not|not really|not at all|none|none of them|none of these|none of those|neither|never|no way|
  negative|not yet|not me|do not|false|incorrect|wrong|not right|no it is not|tak|tidak|tak ada|takde|tiada|bukan|
  tak boleh|no lah|no la`.split(/\|\s*/),
);

/** Reads an agreement or a refusal that is the whole of what is said: "yes but does it hurt" is neither. */
export function readYesNo(text: string): Reading {
  const thumbs = text.includes('👍') ? 'yes' : text.includes('👎') ? 'no' : null;
  // One letter stands for itself here; elsewhere "y" is short for "why".
  const letter = /^\W*([yn])\W*$/i.exec(text)?.[1]?.toLowerCase();
  const said = [letter ?? plain(text), bare(text)];
  if (said.some((one) => YES.has(one)) || (said[0] === '' && thumbs === 'yes')) {
    return { kind: 'value', value: 'yes', shown: '' };
  }
  if (said.some((one) => NO.has(one)) || (said[0] === '' && thumbs === 'no')) {
    return { kind: 'value', value: 'no', shown: '' };
  }
  return { kind: 'none' };
}

/** As typed, without signs: the plain form takes Malay "ya" for English "you". */
function bare(text: string): string {
  return (text.toLowerCase().match(/\p{L}+/gu) ?? []).join(' ');
}

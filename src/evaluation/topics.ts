/** Labels so near to each other that an answer about one is right for a question about another. */
const NEIGHBOURHOODS: readonly (readonly string[])[] = [
  ['soreness-after', 'soreness-duration', 'aftercare-normal'],
  ['exercise-after', 'running-after', 'aftercare-general'],
  ['ice-heat-after', 'painkillers-after', 'aftercare-general'],
  ['hurts', 'sensation-twitch', 'cramping-during'],
  ['safety', 'side-effects', 'serious-risks', 'bruising'],
  ['contraindications', 'pregnancy', 'blood-thinners', 'children', 'safety'],
  ['session-count', 'frequency', 'when-relief', 'session-length'],
  ['how-it-works', 'what-is-it', 'evidence', 'who-benefits'],
  ['drug-free', 'doping-rules'],
  ['anti-inflammatories-comparison', 'cortisone-comparison', 'hot-cold-packs'],
  ['plantar-fasciitis', 'feet-pain'],
  ['practitioner-qualification', 'needles-used'],
  ['part-of-programme', 'other-treatments-combine', 'home-exercises', 'massage-comparison'],
  ['before-session', 'what-to-wear'],
  ['price', 'insurance'],
  ['availability', 'booking', 'cancel', 'contact', 'human', 'hours', 'location'],
];

/** Labels that count as about the time after a session. */
const AFTERCARE =
  /^(aftercare|soreness|still-sore|bruising|side-effects|(exercise|running|ice-heat|painkillers)-after|work-driving)/;

/** True when an answer that declares `topic` is right for a question labelled `label`. */
export function answersLabel(topic: string, label: string): boolean {
  if (topic === label) return true;
  return NEIGHBOURHOODS.some((group) => group.includes(topic) && group.includes(label));
}

export function isAboutAftercare(topic: string): boolean {
  return AFTERCARE.test(topic);
}

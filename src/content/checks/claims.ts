import { readableBlocks, sentencesOf } from './plain-words.ts';

/**
 * Words that must not be said to a patient, and why (facts on advertising rules and on safety:
 * sources S142, S143, S60). A sentence that denies the claim ("no treatment can cure") is allowed
 * where `unless` matches.
 */
const CLAIMS: readonly { pattern: RegExp; why: string; unless?: RegExp }[] = [
  {
    pattern: /\bcur(?:e|es|ed|ing)\b/i,
    why: 'promises a cure',
    unless: /\b(?:no|not|never|cannot|can't|nothing)\b/i,
  },
  {
    pattern: /\bheal(?:s|ed|ing)?\b/i,
    why: 'says that it heals',
    unless: /\b(?:no|not|never|cannot|whether|worry|slow|delay)\b/i,
  },
  { pattern: /\bno (?:side[- ]effects|adverse|risks?)\b/i, why: 'says that there is no risk' },
  {
    pattern: /\bside[- ]effect[- ]free|risk[- ]free|painless\b/i,
    why: 'says that there is no risk',
    unless: /\bnot\b/i,
  },
  {
    pattern: /\byou(?: a|')re (?:fine|ok(?:ay)?|normal|safe)\b/i,
    why: 'reassures about this person',
  },
  {
    pattern:
      /\b(?:guarante\w*|miracle|clinically proven|proven to|100 ?%|perfectly safe|completely safe|totally safe)\b/i,
    why: 'promises too much',
    unless: /\b(?:no|not|nobody|never|cannot)\b/i,
  },
  {
    pattern: /\b\d+(?:\.\d+)?\s?(?:mg|milligrams?|mcg|micrograms?|ml|tablets?|capsules?)\b/i,
    why: 'gives a dose',
    unless: /\bdrips?\b/i,
  },
  {
    pattern: /\byou (?:can|cannot|can't|may|must not) have (?:dry )?needling\b/i,
    why: 'decides for the clinician',
  },
  {
    pattern:
      /\b(?:you have|this is) (?:a |an )?(?:tendinopathy|fasciitis|tear|fracture|clot|infection|pneumothorax)\b/i,
    why: 'names a diagnosis',
    unless: /\bif\b/i,
  },
  {
    pattern: /\b(?:flush|remov|releas|get rid of)\w* toxins\b/i,
    why: 'says that toxins are removed',
    unless: /\b(?:no|not|never)\b/i,
  },
];

/** Forbidden claims in a text that patients read, each with the sentence it stands in. */
export function forbiddenClaims(markdown: string): readonly string[] {
  const sentences = readableBlocks(markdown).flatMap(sentencesOf);
  return sentences.flatMap((sentence) =>
    CLAIMS.filter(({ pattern, unless }) => pattern.test(sentence) && !unless?.test(sentence)).map(
      ({ why }) => `${why}: “${sentence}”`,
    ),
  );
}

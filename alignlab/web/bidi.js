/** Words from right to left within a sentence keep their own order and do not turn what stands around them. */
export function apart(value) {
  return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(value) ? `\u2068${value}\u2069` : String(value);
}

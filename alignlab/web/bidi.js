/** What a page's language asks for: words that run the other way than their sentence, and dates. */

const RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** The sentence with these in its places. Words that run the other way keep their own order and do not turn what stands
 * around them; a sentence that begins with such has a mark before it, for `dir="auto"`. */
export function filled(sentence, values) {
  const right = RIGHT.test(sentence);
  const turns = right ? /\D/ : RIGHT;
  const apart = (value) => (turns.test(value) ? `\u2068${value}\u2069` : String(value));
  const text = sentence.replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? apart(values[name]) : whole));
  return text.startsWith("\u2068") ? `${right ? "\u200f" : "\u200e"}${text}` : text;
}

/** The language that dates are written in: the page's, as it is written where the reader is. */
export function locale() {
  const lang = (document.querySelector(".alignlab[lang]") || document.documentElement).lang;
  const bare = (code) => code.toLowerCase().split("-")[0];
  return navigator.languages.find((code) => bare(code) === bare(lang)) || lang || undefined;
}

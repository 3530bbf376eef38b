// The form in which texts are compared: NFKC, without case, white space as one space.
const PLAIN = /^[\x20-\x7e]*$/;

function fold(text) {
  if (PLAIN.test(text)) return spaced(text.toLowerCase());
  // Upper case first, as case folding does: it makes "ss" of the sharp s, and one sigma of two.
  return spaced(text.normalize("NFKC").toUpperCase().toLowerCase().replace(/ς/g, "σ"));
}

// Joined, not replaced: what comes of a replacement is put together only when it is first looked at, in the first search of all.
function spaced(text) {
  return /\s\s|[^\S ]/.test(text) ? text.split(/\s+/).join(" ") : text;
}

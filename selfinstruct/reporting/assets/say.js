// Words in the language that was chosen.
let spoken = "en";

function say(name, values = {}) {
  const entry = WORDS[name];
  const text = entry ? entry[spoken] || entry.en : name;
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
}

function code(name) {
  const entry = Object.hasOwn(CODES, name) ? CODES[name] : null;
  return entry ? entry[spoken] || entry.en : name;
}

const formats = new Map();

function format(options) {
  const key = spoken + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.NumberFormat(spoken, options));
  return formats.get(key);
}

// A number as people read it; what is not known is a dash.
function number(value, digits = 0) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  return format({ maximumFractionDigits: digits, minimumFractionDigits: digits }).format(value);
}

function percent(value, digits = 0) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  return format({ style: "percent", maximumFractionDigits: digits }).format(value);
}

// As many digits as a figure needs: none for whole numbers, two for shares.
function figure(value) {
  if (value === null || value === undefined) return "–";
  return format({ maximumFractionDigits: Math.abs(value) < 10 ? 2 : 1 }).format(value);
}

// Fills the words into what the page is born with.
function sayEverything(root = document) {
  for (const element of root.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  for (const element of root.querySelectorAll("[data-say-label]")) element.setAttribute("aria-label", say(element.dataset.sayLabel));
  for (const element of root.querySelectorAll("[data-say-hint]")) element.placeholder = say(element.dataset.sayHint);
}

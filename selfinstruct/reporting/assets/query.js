// Which rows are shown, in which order.

// All rows by a column; what is not known comes last both ways. Kept, for an order never changes.
function ordered(store, column, falling) {
  const name = `${column}${falling ? "-" : "+"}`;
  if (!store.orders.has(name)) store.orders.set(name, sortedBy(store, column, falling));
  return store.orders.get(name);
}

// Value and row in one number each: the engine sorts plain numbers much faster than it calls a function of ours.
function sortedBy(store, column, falling) {
  const count = store.count;
  const values = columnOf(store, column);
  const scale = values instanceof Float32Array ? 10000 : 1;
  let most = 0;
  for (let row = 0; row < count; row++) if (values[row] * scale > most) most = Math.round(values[row] * scale);
  const keys = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    const value = Math.round(values[row] * scale);
    const key = Number.isNaN(value) ? most + 2 : falling ? most - value : value + 1;
    keys[row] = key * count + row;
  }
  keys.sort();
  const rows = new Uint32Array(count);
  for (let i = 0; i < count; i++) rows[i] = keys[i] % count;
  return rows;
}

function columnOf(store, column) {
  if (column === "number") return Uint32Array.from({ length: store.count }, (_, row) => row);
  if (column === "text") return store.alphabetical.map((rank, row) => rank + store.starts[store.source[row]]);
  if (column === "what") {
    const ranks = (state, row) => (state === REFUSED ? 4 + store.reason[row] : state === INSTRUCTION ? 3 : 1 - store.classification[row]);
    return Int32Array.from(store.state, ranks);
  }
  return store[column];
}

// wanted: {text, source, state, kind, classification, reason: a number or null; nearest, score: [least, most], null for open ends}
function matching(store, wanted, order) {
  const text = fold(wanted.text || "").trim();
  const among = within(store, wanted, order, text);
  const tests = testsOf(store, wanted);
  const found = new Uint32Array(among.length);
  let length = 0;
  next: for (let i = 0; i < among.length; i++) {
    const row = among[i];
    for (let t = 0; t < tests.length; t++) if (!tests[t](row)) continue next;
    if (text && !store.folded[row].includes(text)) continue;
    found[length++] = row;
  }
  const rows = found.slice(0, length);
  store.last = { text, rows, order, read: store.read, rest: JSON.stringify({ ...wanted, text: "" }) };
  return rows;
}

// Who types on is looking among what was found already.
function within(store, wanted, order, text) {
  const { last } = store;
  const same = last && last.order === order && last.read === store.read && last.rest === JSON.stringify({ ...wanted, text: "" });
  return same && text.includes(last.text) ? last.rows : order;
}

function testsOf(store, wanted) {
  const tests = [];
  for (const name of ["source", "state", "kind", "classification", "reason"]) {
    const column = store[name];
    const value = wanted[name];
    if (value !== null && value !== undefined) tests.push((row) => column[row] === value);
  }
  for (const name of ["nearest", "score"]) {
    const [least, most] = wanted[name] || [null, null];
    const column = store[name];
    // A float of 32 bits is a little beside what was typed.
    if (least !== null) tests.push((row) => column[row] >= least - 1e-6);
    if (most !== null) tests.push((row) => column[row] <= most + 1e-6);
  }
  return tests;
}

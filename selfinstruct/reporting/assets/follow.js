// A run that goes on: a newer state takes the place of the one that is shown, and who reads, searches or types stays where they are.
let composing = false;
let lost = false;
addEventListener("compositionstart", () => (composing = true));
addEventListener("compositionend", () => (composing = false));

// Asks now and then whether there is something new; not while an input method puts a word together.
async function watch() {
  try {
    if (!document.hidden && !composing) {
      if (!page.store || (await data.changed())) await load();
      if (lost) notice("");
      lost = false;
    }
  } catch (error) {
    tellLost(error);
  }
  setTimeout(watch, 3000);
}

// A state that is gone while it is read is no failure: there is a newer one.
function tellLost(error) {
  if (error instanceof Gone) return;
  lost = true;
  notice(say("failed", { why: error.message }));
}

// store: the newer state, with its columns. It is shown when all of it is there.
async function follow(store) {
  await store.readTexts(() => {});
  while (composing) await new Promise((done) => setTimeout(done, 300));
  const before = page.store;
  const same = sameRows(before, store);
  const asked = translated(filters.values(), before, store);
  const open = view.row === null ? null : same(view.row);
  const first = list.page ? same(list.rows[list.page * ROWS]) : null;
  const back = placeOfFocus(same);
  const inTask = byId("task").contains(document.activeElement);
  const scroll = [scrollX, scrollY];
  const was = view.row !== null ? stateOfTask() : null;
  page.store = store;
  view.row = null;
  list.chosen = open;
  render();
  filters.put(asked);
  search();
  const at = first === null ? -1 : list.rows.indexOf(first);
  if (at >= 0) list.turn(Math.floor(at / ROWS));
  // Before the open task is asked for, or what is typed meanwhile is lost.
  if (!inTask) back();
  if (open !== null) {
    if (location.hash.startsWith("#tasks/")) history.replaceState(null, "", addressOf(store, open));
    await view.show(store, open, false);
    reopenTask(was);
  } else if (was) {
    view.close();
    document.body.classList.remove("open");
    if (location.hash.startsWith("#tasks/")) history.replaceState(null, "", "#tasks");
  }
  scrollTo(...scroll);
  if (inTask) back();
}

// Finds the row of an earlier state again, by its text: what was an instruction may be a task now.
function sameRows(before, store) {
  const name = (from, row) => `${from.source[row]} ${from.state[row] === REFUSED} ${from.texts[row]}`;
  const places = new Map();
  for (let row = store.count - 1; row >= 0; row--) places.set(name(store, row), row);
  return (row) => (row === undefined || row === null ? null : places.get(name(before, row)) ?? null);
}

// Kinds and reasons are asked for by number, and a newer state may number them otherwise.
function translated(asked, before, store) {
  const again = (names, value) => (value === null ? null : store[names].list.indexOf(before[names].list[value]));
  const kept = { ...asked };
  for (const [name, names] of [["kind", "kinds"], ["reason", "reasons"]]) {
    kept[name] = again(names, asked[name]);
    if (kept[name] !== null && kept[name] < 0) kept[name] = null;
  }
  return kept;
}

// Gives what brings the focus back to where it is now, when everything was drawn anew.
function placeOfFocus(same) {
  const element = document.activeElement;
  const within = (id) => byId(id).contains(element);
  if (within("filters") && element.name) {
    const { name, selectionStart, selectionEnd } = element;
    return () => {
      const field = byId("filters").elements[name];
      field?.focus();
      if (typeof selectionStart === "number") field?.setSelectionRange(selectionStart, selectionEnd);
    };
  }
  if (within("list")) {
    const line = element.closest("tr[data-row]");
    const row = line ? same(Number(line.dataset.row)) : null;
    const at = reachable("list").indexOf(element);
    return () => (row !== null ? byId("list").querySelector(`tr[data-row="${row}"] td.text a`) : reachable("list")[at])?.focus({ preventScroll: true });
  }
  if (within("task")) {
    const at = reachable("task").indexOf(element);
    return () => reachable("task")[at]?.focus({ preventScroll: true });
  }
  return () => {};
}

const reachable = (id) => [...byId(id).querySelectorAll("a, button, input, summary, [tabindex]")];

// How far the open task is scrolled, and which of its requests are open.
function stateOfTask() {
  const open = [...byId("task").querySelectorAll("details")].map((each) => each.open);
  return { top: byId("task").scrollTop, open };
}

function reopenTask({ top, open }) {
  byId("task").querySelectorAll("details").forEach((each, i) => (each.open = open[i] ?? false));
  byId("task").scrollTop = top;
}

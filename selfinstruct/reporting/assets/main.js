// The page as a whole: which view, which language, which light, and what keys do everywhere.
const page = {
  extensions: [],
  make,
  say,
  number,
  extend(extension) {
    page.extensions.push(extension);
    Object.assign(WORDS, extension.words || {});
    page.refresh();
  },
  refresh() {
    if (page.store) render();
  },
};

const kept = {
  // A file opened from disk may have no storage.
  get(name) {
    try {
      return localStorage.getItem(`selfinstruct-${name}`);
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(`selfinstruct-${name}`, value);
    } catch {
      // Then it is chosen anew next time.
    }
  },
};

const data = byId("overview") ? embedded() : served();
const filters = new Filters(byId("filters"), search);
const list = new List(byId("list"), { further: () => page.extensions.flatMap((each) => each.columns || []) });
const view = new TaskView(byId("task"), {
  opened: () => page.extensions.map((each) => each.opened).filter(Boolean),
  close: closeTask,
});
list.resorted = () => search();

function search(at = 0) {
  if (!page.store) return;
  const rows = matching(page.store, filters.values(), ordered(page.store, ...list.sort));
  list.show(page.store, rows, at);
  byId("list").removeAttribute("aria-busy");
  byId("found").textContent = rows.length ? say("found", { count: number(rows.length) }) : say("foundNone");
}

function render() {
  const { store } = page;
  document.documentElement.lang = spoken;
  sayEverything();
  byId("title").textContent = visible(store.overview.title);
  byId("count-tasks").textContent = number(store.sources.reduce((sum, source) => sum + source.tasks, 0));
  const open = opened();
  showFigures(byId("figures"), store.overview, { browse, linkOf });
  reopen(open);
  filters.show(store);
  search(list.page);
  if (view.row !== null) view.show(store, view.row, false);
  for (const each of page.extensions) each.changed?.();
}

// Which details stand open, by their places in their parts, so that new figures leave them so.
function opened() {
  return [...document.querySelectorAll("#figures .part")].flatMap((part) =>
    [...part.querySelectorAll("details")].map((each, i) => (each.open ? [part.id, i] : null)).filter(Boolean),
  );
}

function reopen(places) {
  for (const [id, i] of places) {
    const details = byId(id)?.querySelectorAll("details")[i];
    if (details) details.open = true;
  }
}

function browse(source, stage, reason) {
  const at = page.store.reasons.list.indexOf(`${stage}\n${reason}`);
  location.hash = "#tasks";
  filters.set({ source, reason: at < 0 ? null : at, state: REFUSED });
  byId("search").focus();
}

// The address of a row by its id; which row that is, is known when the texts are there.
function linkOf(source, id) {
  return `#tasks/${source}/=${encodeURIComponent(id)}`;
}

// What stands behind # says what is shown: figures, tasks, or tasks/SOURCE/INDEX.
function route() {
  const [name, source, index] = location.hash.slice(1).split("/");
  const tasks = name === "tasks";
  byId("figures").hidden = tasks;
  byId("tasks").hidden = !tasks;
  for (const [id, on] of [["to-figures", !tasks], ["to-tasks", tasks]]) {
    if (on) byId(id).setAttribute("aria-current", "page");
    else byId(id).removeAttribute("aria-current");
  }
  if (!page.store || !tasks) return;
  const row = rowAt(page.store, Number(source), index ?? "");
  const there = row !== null;
  if (there) {
    list.choose(row);
    view.show(page.store, row);
  } else if (view.row !== null) closeTask();
  document.body.classList.toggle("open", there);
}

function rowAt(store, source, index) {
  const start = store.starts[source];
  if (start === undefined || !index) return null;
  if (index.startsWith("=")) return store.ids.get(`${source}\n${decoded(index.slice(1))}`) ?? null;
  const row = start + Number(index);
  return Number.isInteger(row) && row >= start && row < start + store.sources[source].rows ? row : null;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function closeTask() {
  if (view.row === null) return;
  view.close();
  document.body.classList.remove("open");
  if (location.hash !== "#tasks") history.replaceState(null, "", "#tasks");
  list.focus();
  list.choose(null);
}

function keys(event) {
  const typing = event.target.closest("input, select, textarea");
  if (event.key === "Escape" && !byId("tasks").hidden && view.row !== null && !(typing && typing.value && typing.type === "search")) {
    event.preventDefault();
    closeTask();
  } else if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    if (byId("tasks").hidden) location.hash = "#tasks";
    route();
    byId("search")?.focus();
  }
}

function chooseTheme(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  byId("theme").value = theme;
}

function chooseLanguage(language) {
  spoken = ["en", "ko", "ja"].includes(language) ? language : "en";
  byId("language").value = spoken;
}

let loading = false;

async function load() {
  if (loading) return;
  loading = true;
  try {
    await loadNow();
  } finally {
    loading = false;
  }
}

async function loadNow() {
  const overview = await data.overview();
  const store = new Store(data, overview);
  if (!page.store) chooseLanguage(kept.get("language") || overview.language);
  await store.readColumns();
  if (page.store) return follow(store);
  page.store = store;
  render();
  route();
  await readTexts(store);
  document.documentElement.dataset.ready = "true";
}

// While texts come in, the list is drawn anew now and then: not at every block, or it would be all that is done.
async function readTexts(store) {
  let drawn = -Infinity;
  await store.readTexts((share) => {
    if (page.store !== store) return;
    byId("reading").textContent = share < 1 ? say("loading", { share: percent(share) }) : "";
    if (performance.now() - drawn < 400) return;
    drawn = performance.now();
    if (!byId("list").contains(document.activeElement)) search(list.page);
  });
  if (page.store !== store) return;
  byId("reading").textContent = "";
  if (!byId("list").contains(document.activeElement)) search(list.page);
  if (view.row === null) route();
  else view.show(store, view.row, false);
}

function notice(text) {
  byId("notice").textContent = text;
  byId("notice").hidden = !text;
}

byId("theme").addEventListener("change", (event) => {
  chooseTheme(event.target.value);
  kept.set("theme", event.target.value);
});
byId("language").addEventListener("change", (event) => {
  chooseLanguage(event.target.value);
  kept.set("language", spoken);
  render();
});
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  byId("main").focus();
});
addEventListener("hashchange", route);
addEventListener("keydown", keys);
chooseTheme(kept.get("theme") || "auto");
if (data.served) globalThis.page = page;
if (globalThis.DecompressionStream || data.served) {
  load().catch(tellLost);
  if (data.served) setTimeout(watch, 3000);
} else notice(say("tooOld"));

// What was marked, as the server tells it, and the way to the server.
const told = JSON.parse(document.getElementById("view").value);
const { make, say, number } = page;

async function ask(path, body) {
  const options = { cache: "no-store", credentials: "same-origin" };
  if (body !== undefined) {
    options.method = "POST";
    options.headers = { "Content-Type": "application/json", "X-View-Token": told.token };
    options.body = JSON.stringify(body);
  }
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Error(say("markEnded"));
  }
  const value = await answer.json();
  if (answer.ok) return value;
  const error = new Error([value.error, value.hint].filter(Boolean).join(" · "));
  error.gone = answer.status === 410;
  throw error;
}

class Review {
  constructor(changed) {
    this.changed = changed;
    this.stamp = "";
    this.version = "";
    this.marks = new Map();
  }

  // The marks on the rows of the state that the page shows.
  async read() {
    const stamp = page.store.overview.stamp;
    try {
      const found = await ask(`/reviews/${stamp}`);
      this.stamp = stamp;
      this.version = found.version;
      this.take(found.marks);
    } catch (error) {
      // A state that is gone is asked for anew by the page itself.
      if (!error.gone) notice(say("markNotRead", { why: error.message }));
      return;
    }
    this.changed();
  }

  take(found) {
    this.marks.clear();
    for (const each of found) {
      const at = this.marks.get(each.index) || { own: null, instances: new Map() };
      if (each.instance === null) at.own = each;
      else at.instances.set(each.instance, each);
      this.marks.set(each.index, at);
    }
  }

  at(index) {
    return this.marks.get(index) || { own: null, instances: new Map() };
  }

  // Somebody else may have marked something: another page, or another `view`.
  async look() {
    if (document.hidden || !page.store) return;
    try {
      const { version } = await ask("/reviews/version");
      if (version !== this.version || this.stamp !== page.store.overview.stamp) await this.read();
    } catch {
      // The page says it when something is to be saved.
    }
  }

  async save(marks) {
    await ask("/reviews", { marks });
    await this.read();
  }
}

// What a task has come to by the marks on it and on its instances.
function standing({ own, instances }, count) {
  const found = [...instances.values()].map((each) => each.mark);
  if (own?.mark === "reject") return "Rejected";
  if (found.length === count && count && found.every((mark) => mark === "reject")) return "Rejected";
  if (own?.mark === "edit" || found.includes("edit")) return "Edited";
  if (found.includes("reject")) return "Partly";
  if (own?.mark === "accept" || (found.length === count && count)) return "Accepted";
  return found.length ? "Partly" : "";
}

// Told for a few seconds at the foot of the window, where nothing has to make room for it.
const toast = make("p", { class: "toast", role: "status" });
let toastOver = 0;

function notice(text) {
  toast.textContent = text;
  clearTimeout(toastOver);
  toastOver = setTimeout(() => (toast.textContent = ""), 6000);
}

// A text of the run, in its language; as text and never as markup.
function quoted(tag, text, attributes = {}) {
  return make(tag, { lang: page.store.sources[0].lang, dir: "auto", class: "quoted", ...attributes }, text);
}

// The letter of a key, also where the keyboard is set to Hangul or kana.
function letter(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return "";
  if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
  return /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : event.key;
}

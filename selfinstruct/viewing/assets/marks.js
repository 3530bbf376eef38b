// The marks of the task that is open: buttons, keys, and what was written in place of its texts.
class Marks {
  constructor(review, editing) {
    this.review = review;
    this.editing = editing;
    this.open = null;
    this.done = new Map();
    this.goOn = false;
  }

  // A task is shown; instructions without a task and refused texts have nothing to mark.
  opened(row, task, element) {
    this.open = row.index < page.store.sources[row.source].tasks ? { index: row.index, task, element } : null;
    this.draw();
  }

  draw() {
    if (!this.open || !this.open.element.isConnected) return;
    const { index, task, element } = this.open;
    const at = this.review.at(index);
    const subjects = task.instances.length > 1 ? [null, ...task.instances.keys()] : [null];
    const focused = document.activeElement?.closest(".marks [data-subject]");
    const kept = focused && [focused.dataset.subject, document.activeElement.dataset.mark];
    const box = make("input", { type: "checkbox", onchange: (event) => (this.goOn = event.target.checked) });
    box.checked = this.goOn;
    element.replaceChildren(
      make(
        "div",
        { class: "marks", role: "group", "aria-label": say("markGroup") },
        subjects.map((subject) => this.line(subject, task, at)),
        this.edited(task, at),
        make("p", { class: "goon" }, make("label", {}, box, " ", say("markGoOn")), make("span", { class: "keys quiet" }, say("markKeys"))),
      ),
    );
    if (kept) element.querySelector(`[data-subject="${kept[0]}"] [data-mark="${kept[1]}"]`)?.focus();
  }

  line(subject, task, at) {
    const count = task.instances.length;
    const mark = subject === null ? at.own?.mark : at.instances.get(subject)?.mark;
    const state = subject === null ? standing(at, count) : { accept: "Accepted", reject: "Rejected", edit: "Edited" }[mark] || "";
    const name = subject === null ? say("markWhole") : say("markInstance", { number: number(subject + 1), count: number(count) });
    const button = (what, pressed) =>
      make("button", { type: "button", "data-mark": what, "aria-pressed": pressed, onclick: () => this.act(what, subject) }, say(`mark${what[0].toUpperCase()}${what.slice(1)}`));
    return make(
      "p",
      { class: `line ${state.toLowerCase()}`, "data-subject": subject === null ? "task" : subject, role: "group", "aria-label": name },
      make("span", { class: "name" }, name),
      button("accept", String(mark === "accept")),
      button("reject", String(mark === "reject")),
      button("edit", String(mark === "edit")),
      state ? button("undo", null) : null,
      make("span", { class: "standing" }, say(`mark${state || "None"}`)),
    );
  }

  // What stands in place of the texts below.
  edited(task, { own, instances }) {
    const parts = own?.mark === "edit" ? [make("dt", {}, say("editInstruction")), make("dd", {}, quoted("p", own.text.instruction))] : [];
    for (const [place, each] of [...instances].sort(([a], [b]) => a - b)) {
      if (each.mark !== "edit") continue;
      const of = task.instances.length > 1 ? ` ${number(place + 1)}` : "";
      parts.push(make("dt", {}, say("editInput") + of), make("dd", {}, quoted("p", each.text.input)));
      parts.push(make("dt", {}, say("editOutput") + of), make("dd", {}, quoted("p", each.text.output)));
    }
    return parts.length ? make("div", { class: "edited" }, make("h3", {}, say("markAsEdited")), make("dl", {}, parts)) : null;
  }

  // subject: the number of an instance, or null for the whole task.
  async act(what, subject) {
    if (!this.open) return;
    const { index, task } = this.open;
    const at = this.review.at(index);
    if (what === "edit") return this.editing.open(index, task, subject, at, (marks) => this.save(task, marks, "edit"));
    if (what === "undo") return this.undo(task, subject, at);
    const before = subject === null ? at.own?.mark : at.instances.get(subject)?.mark;
    const edited = subject === null ? standing(at, task.instances.length) === "Edited" : before === "edit";
    if (what === "accept" && edited) return notice(say("markEditCounts"));
    const failed = before !== what && (await this.save(task, [marked(task, subject, what)], what));
    if (this.goOn && !failed) step(1);
  }

  // The last thing done to the task in this page; of what was done before, its own mark, or those of its instances.
  async undo(task, subject, at) {
    const done = this.done.get(task.id) || [];
    const places = at.own ? [null] : [...at.instances.keys()];
    const last = subject !== null ? [subject] : done.pop() || places;
    const there = last.filter((each) => (each === null ? at.own : at.instances.has(each)));
    if (there.length) await this.save(task, there.map((each) => marked(task, each, "undo")), "undo");
  }

  // Throws nothing: why something could not be saved is told, and comes back; "" when it was.
  async save(task, marks, what) {
    try {
      await this.review.save(marks);
    } catch (error) {
      const why = say("markNotSaved", { why: error.message });
      notice(why);
      return why;
    }
    if (what !== "undo") this.done.set(task.id, [...(this.done.get(task.id) || []), marks.map((each) => each.place)]);
    notice(what === "undo" ? say("markUndone") : say("markSaved", { mark: say({ accept: "markAccepted", reject: "markRejected", edit: "markEdited" }[what]) }));
    return "";
  }

  key(pressed) {
    const what = { a: "accept", r: "reject", e: "edit", u: "undo" }[pressed];
    if (!what || !this.open?.element.isConnected) return false;
    const line = document.activeElement?.closest(".marks [data-subject]");
    this.act(what, !line || line.dataset.subject === "task" ? null : Number(line.dataset.subject));
    return true;
  }
}

// place is for this page alone; the server knows instances by their texts.
function marked(task, place, mark, text) {
  return { task: task.id, instance: place === null ? null : task.instances[place], mark, text, place };
}

// The next task of the list, or the one before, over the ends of its pages.
function step(by) {
  const lines = [...document.querySelectorAll("#list tbody tr")];
  const from = document.querySelector("#list tr.chosen") || document.activeElement?.closest("#list tbody tr");
  const at = from ? lines.indexOf(from) + by : by > 0 ? 0 : -1;
  let line = lines[at];
  if (!line && from) {
    const turn = document.querySelector(`#list [data-page="${by > 0 ? "next" : "previous"}"]`);
    if (!turn || turn.disabled) return;
    turn.click();
    const turned = [...document.querySelectorAll("#list tbody tr")];
    line = by > 0 ? turned[0] : turned[turned.length - 1];
  }
  const link = line?.querySelector("td.text a");
  if (link) location.hash = link.hash;
}

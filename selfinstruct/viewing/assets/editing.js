// The dialog in which a task's texts are written anew. It stands apart from the page, which may be drawn anew meanwhile.
class Editing {
  constructor() {
    this.drafts = new Map();
    this.dialog = make("dialog", { class: "editing", "aria-labelledby": "editing-title" });
    this.dialog.addEventListener("keydown", (event) => this.key(event));
    this.dialog.addEventListener("close", () => this.left());
    document.body.append(this.dialog);
  }

  // subject: the number of an instance, or null for all texts of the task. save: takes marks and says why it could not.
  open(index, task, subject, at, save) {
    this.name = `${task.id} ${subject}`;
    this.save = save;
    this.task = task;
    this.own = at.own;
    this.fields = fieldsOf(task, subject, at);
    const draft = this.drafts.get(this.name);
    const alert = make("p", { class: "warning", role: "alert", hidden: true });
    const form = make(
      "form",
      { method: "dialog", autocomplete: "off", onsubmit: (event) => this.submit(event) },
      make("h2", { id: "editing-title" }, say("editTitle"), " ", make("code", {}, task.id)),
      draft ? make("p", { class: "quiet" }, say("editDraft")) : null,
      this.fields.map((field, i) => this.field(field, draft ? draft[i] : field.text)),
      alert,
      make(
        "p",
        { class: "buttons" },
        make("button", { type: "submit", class: "save" }, say("editSave")),
        make("button", { type: "button", class: "cancel", onclick: () => this.cancel() }, say("editCancel")),
        make("span", { class: "keys quiet" }, say("editKeys")),
      ),
    );
    this.alert = alert;
    this.saved = false;
    this.back = document.activeElement?.dataset?.mark;
    this.dialog.replaceChildren(form);
    this.dialog.showModal();
    form.querySelector("textarea").focus();
  }

  field(field, text) {
    const title = field.count > 1 ? `${say(field.title)} ${number(field.place + 1)}` : say(field.title);
    const lang = page.store.sources[0].lang;
    field.area = make("textarea", { lang, dir: "auto", name: field.name, "data-place": field.place, rows: Math.min(14, Math.max(2, text.split("\n").length + Math.ceil(text.length / 70))) });
    field.area.value = text;
    return make("label", {}, make("span", {}, title), field.area);
  }

  key(event) {
    // The page's keys are not for what is typed here.
    event.stopPropagation();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) this.submit(event);
  }

  async submit(event) {
    event.preventDefault();
    const empty = this.fields.find((field) => field.name !== "input" && !field.area.value.trim());
    if (empty) {
      empty.area.focus();
      return this.warn(say("editEmpty", { field: say(empty.title) }));
    }
    const marks = this.marks();
    if (!marks.length) return this.warn(say("editSame"));
    const failed = await this.save(marks);
    if (failed) return this.warn(failed);
    this.saved = true;
    this.dialog.close();
  }

  // One mark for the instruction and one for each instance, where something was changed.
  marks() {
    const changed = this.fields.filter((field) => field.area.value !== field.text);
    const places = [...new Set(changed.map((field) => field.place))];
    const marks = places.map((place) => {
      const own = this.fields.filter((field) => field.place === place);
      return marked(this.task, place, "edit", Object.fromEntries(own.map((field) => [field.name, field.area.value])));
    });
    // Who writes a rejected task anew wants it.
    if (marks.length && this.own?.mark === "reject" && !places.includes(null)) marks.push(marked(this.task, null, "accept"));
    return marks;
  }

  warn(text) {
    this.alert.textContent = text;
    this.alert.hidden = false;
  }

  cancel() {
    this.saved = true;
    this.dialog.close();
  }

  // What was written and not saved is there again the next time.
  left() {
    const written = this.fields.map((field) => field.area.value);
    if (this.saved || this.fields.every((field, i) => field.text === written[i])) this.drafts.delete(this.name);
    else this.drafts.set(this.name, written);
    this.dialog.replaceChildren();
    if (this.back) document.querySelector(`.marks [data-mark="${this.back}"]`)?.focus();
    else document.getElementById("task-title")?.focus();
  }
}

// The texts that can be written anew, as they are now.
function fieldsOf(task, subject, { own, instances }) {
  const count = task.instances.length;
  const first = own?.mark === "edit" ? own.text.instruction : task.text;
  const fields = subject === null ? [{ place: null, name: "instruction", title: "editInstruction", text: first }] : [];
  task.instances.forEach(([input, output], place) => {
    if (subject !== null && subject !== place) return;
    const mark = instances.get(place);
    const now = mark?.mark === "edit" ? mark.text : { input, output };
    fields.push({ place, count, name: "input", title: "editInput", text: now.input });
    fields.push({ place, count, name: "output", title: "editOutput", text: now.output });
  });
  // A text area knows one kind of newline.
  for (const field of fields) field.text = field.text.replace(/\r\n?/g, "\n");
  return fields;
}

// The attendance sheet: each tap is kept on the device and sent at once, or as soon as there is a connection.
// The server says what became of each mark; one that somebody else changed meanwhile is left to the person.
import { KeptMarks, forgetAll, forgetOthers, isAnythingKept } from "./kept-marks.js";
import { announce } from "./messages.js";

const TOGETHER = 250; // taps that follow each other closely travel together
const PATIENCE = 15_000;
const LOOK_EVERY = 30_000;
const LOOK_FOR = 30 * 60_000; // a page nobody touches any more lets the sign-in end
const WAITS = [2_000, 5_000, 10_000, 30_000];

class Sheet {
  constructor(form) {
    this.form = form;
    this.marks = new KeptMarks(form.dataset.account, form.dataset.sheet);
    this.words = JSON.parse(form.dataset.notSent);
    this.minutes = Number(form.dataset.minutes);
    this.trouble = ""; // "", "offline", "refused" or "closed"
    this.failures = 0;
    this.touched = Date.now();
    this.isSending = false;
  }

  begin() {
    const { form } = this;
    form.removeAttribute("data-warn-unsaved");
    form.querySelector("[data-save-by-hand]").hidden = true;
    form.querySelector("[data-sheet-state]").hidden = false;
    form.addEventListener("change", (event) => this.changed(event.target));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.querySelector("[data-send-with-reason]").addEventListener("click", () => this.sendWithReason());
    window.addEventListener("online", () => this.send());
    document.addEventListener("visibilitychange", () => document.hidden || this.look());
    window.setInterval(() => this.look(), LOOK_EVERY);
    for (const [registration, mark] of this.marks.all()) this.wear(this.line(registration), mark);
    this.show();
    this.send();
  }

  line(registration) {
    return this.form.querySelector(`[data-registration="${CSS.escape(registration)}"]`);
  }

  changed(field) {
    const line = field.closest("[data-registration]");
    const status = line?.querySelector(".marks input:checked")?.value;
    if (!status) return;
    const late = line.querySelector(".late-minutes input");
    if (field === late && !late.reportValidity()) return;
    const kept = this.marks.get(line.dataset.registration);
    const isAnswered = line.querySelector("[data-keep]") !== null; // they have read what somebody else did
    const mark = { status, version: (isAnswered ? null : kept?.version) ?? Number(line.dataset.version) };
    if (status === "late" && late.value && late.checkValidity()) mark.late = late.valueAsNumber;
    line.querySelector(".mark-note")?.remove();
    this.marks.keep(line.dataset.registration, mark);
    this.touched = Date.now();
    this.show();
    window.clearTimeout(this.soon);
    this.soon = window.setTimeout(() => this.send(), TOGETHER);
  }

  // Marks in conflict wait for the person, not for the connection.
  waiting() {
    return this.marks.all().filter(([registration]) => !this.line(registration)?.querySelector("[data-keep]"));
  }

  async send(reason = "") {
    const sent = this.waiting();
    if (this.isSending || !sent.length) return;
    this.isSending = true;
    const answer = await this.ask({ marks: sent.map((one) => this.asSent(one)), reason });
    this.isSending = false;
    if (answer) this.received(sent, answer);
    this.show();
    if (!this.waiting().length) return;
    window.clearTimeout(this.again);
    const wait = answer ? TOGETHER : WAITS[Math.min(this.failures, WAITS.length) - 1];
    if (!["refused", "closed"].includes(this.trouble)) this.again = window.setTimeout(() => this.send(), wait);
  }

  asSent([registration, mark]) {
    const minutes = mark.late === undefined ? undefined : Math.max(this.minutes - mark.late, 0);
    return { registration, status: mark.status, version: mark.version, minutes };
  }

  // The server's answer; nothing where there was none, or none that can be used.
  async ask(body) {
    const headers = { Accept: "application/json", "X-CSRF-Token": this.form.elements.csrf_token.value };
    const about = body && { method: "POST", body: JSON.stringify(body) };
    if (body) headers["Content-Type"] = "application/json";
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      const answer = await fetch(this.form.dataset.marks, { ...about, headers, signal, redirect: "error" });
      if (answer.ok) return this.heard(await answer.json());
      this.trouble = answer.status >= 500 || answer.status === 429 ? "offline" : "refused";
    } catch {
      this.trouble = "offline";
    }
    this.failures += 1;
    return null;
  }

  heard(answer) {
    this.trouble = "";
    this.failures = 0;
    return answer;
  }

  received(sent, answer) {
    const versions = new Map(answer.marks.map((mark) => [mark.registration, mark.version]));
    for (const [registration, , text] of sent) {
      const isDone = !answer.needs_reason && !(registration in answer.conflicts);
      if (isDone) this.done(registration, text, versions.get(registration));
    }
    for (const [registration, words] of Object.entries(answer.conflicts)) this.askPerson(registration, words);
    for (const [registration, words] of Object.entries(answer.refused)) this.refuse(registration, words);
    this.form.querySelector("[data-needs-reason]").hidden = !answer.needs_reason;
    if (answer.needs_reason) this.trouble = "closed";
    this.refresh(answer);
  }

  // A mark changed again while it was on its way goes out once more, on top of what has just been saved.
  done(registration, text, version) {
    this.marks.forget(registration, text);
    const newer = this.marks.get(registration);
    if (newer && version !== undefined) this.marks.keep(registration, { ...newer, version });
  }

  askPerson(registration, words) {
    const note = this.note(registration, "template[data-conflict]", words);
    note?.addEventListener("click", (event) => {
      const choice = event.target.closest("[data-keep]")?.dataset.keep;
      if (choice) this.decide(registration, choice);
    });
  }

  decide(registration, choice) {
    const line = this.line(registration);
    const kept = this.marks.get(registration);
    line.querySelector(".mark-note").remove();
    if (choice === "theirs") this.marks.forget(registration);
    else if (kept) this.marks.keep(registration, { ...kept, version: Number(line.dataset.version) });
    if (choice === "theirs") this.wear(line, JSON.parse(line.dataset.theirs));
    line.querySelector(".marks input:checked")?.focus();
    this.show();
    this.send();
  }

  refuse(registration, words) {
    this.marks.forget(registration);
    this.note(registration, "template[data-refusal]", words);
  }

  note(registration, template, words) {
    const line = this.line(registration);
    if (!line) return null;
    line.querySelector(".mark-note")?.remove();
    const note = document.querySelector(template).content.firstElementChild.cloneNode(true);
    note.querySelector("[data-words]").textContent = words;
    line.append(note);
    return note;
  }

  // What others have marked, on lines that are not being changed here.
  refresh(answer) {
    for (const mark of answer.marks) {
      const line = this.line(mark.registration);
      if (!line) continue;
      line.dataset.version = mark.version;
      line.dataset.theirs = JSON.stringify(mark);
      if (!this.marks.get(mark.registration) && !line.contains(document.activeElement?.closest(".late-minutes")))
        this.wear(line, mark);
    }
    document.getElementById("counts").textContent = answer.counts;
  }

  wear(line, mark) {
    if (!line) return;
    for (const choice of line.querySelectorAll(".marks input")) choice.checked = choice.value === mark.status;
    line.querySelector(".late-minutes input").value = mark.status === "late" ? mark.late || "" : "";
  }

  async look() {
    if (document.hidden || this.isSending || Date.now() - this.touched > LOOK_FOR) return;
    if (this.waiting().length) return void this.send();
    const answer = await this.ask(null);
    if (answer && !this.isSending) this.refresh(answer);
    this.show();
  }

  sendWithReason() {
    const reason = this.form.querySelector("[data-needs-reason] input");
    if (!reason.value.trim()) return void reason.focus();
    this.send(reason.value);
  }

  show() {
    const open = this.marks.all().length;
    const state = this.form.querySelector("[data-sheet-state]");
    state.dataset.sheetState = open ? this.trouble || "waiting" : this.trouble || "saved";
    const words = state.querySelector("[data-state-words]");
    const said = this.words[Math.min(open, this.words.length - 1)];
    if (words.textContent !== said) words.textContent = said;
    state.querySelector("[data-state-offline]").hidden = this.trouble !== "offline";
    state.querySelector("[data-state-refused]").hidden = this.trouble !== "refused";
    const close = document.querySelector("[data-sheet-close]");
    if (close) close.hidden = open > 0;
  }
}

function withoutMark(form) {
  return [...form.querySelectorAll(".marks")].filter((marks) => !marks.querySelector("input:checked"));
}

// One press marks everybody who has no mark yet. Marks already given stay.
function markRest(button) {
  for (const marks of withoutMark(button.form ?? button.closest("form"))) {
    const choice = marks.querySelector(`input[value="${button.dataset.markRest}"]`);
    choice.checked = true;
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    choice.dispatchEvent(new Event("input", { bubbles: true }));
  }
  announce(button.dataset.said);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-mark-rest]");
  if (button) markRest(button);
});

const reveal = () => {
  for (const button of document.querySelectorAll("[data-mark-rest]")) button.hidden = false;
};
reveal();
document.addEventListener("htmx:afterSettle", reveal);

// Signing out takes what is kept along; if something was not sent, it asks first.
const goodbye = document.querySelector("form[data-sign-out]");
if (goodbye) {
  const { account, unsentQuestion, unsentDetail } = goodbye.dataset;
  forgetOthers(account);
  goodbye.addEventListener("click", () => {
    if (!isAnythingKept(account)) return;
    goodbye.dataset.confirm = unsentQuestion;
    goodbye.dataset.confirmDetail = unsentDetail;
  });
  goodbye.addEventListener("submit", forgetAll);
}

for (const form of document.querySelectorAll("form[data-sheet]")) new Sheet(form).begin();

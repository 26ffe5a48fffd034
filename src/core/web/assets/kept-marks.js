// Attendance marks that wait on this device for a connection: one entry for each account, session and person,
// with no name in it. Nothing of one account stays when another one comes, or at sign-out.
const PREFIX = "archipel.marks/";
const STATUSES = new Set(["present", "late", "excused", "absent"]);
const memory = new Map(); // where a browser keeps nothing

const store = (() => {
  try {
    localStorage.setItem(`${PREFIX}?`, "");
    localStorage.removeItem(`${PREFIX}?`);
    return localStorage;
  } catch {
    return null;
  }
})();

const keys = () => (store ? Object.keys(store).filter((key) => key.startsWith(PREFIX)) : [...memory.keys()]);
const read = (key) => (store ? store.getItem(key) : memory.get(key));

function write(key, text) {
  try {
    if (store) store.setItem(key, text);
    else memory.set(key, text);
  } catch {
    memory.set(key, text); // the device is full: this page still sends it
  }
}

function remove(key) {
  store?.removeItem(key);
  memory.delete(key);
}

function understood(text) {
  try {
    const mark = JSON.parse(text);
    return STATUSES.has(mark.status) && Number.isInteger(mark.version) ? mark : null;
  } catch {
    return null;
  }
}

export class KeptMarks {
  constructor(account, session) {
    this.prefix = `${PREFIX}${account}/${session}/`;
  }

  // [registration, mark, text]: the text tells later whether the mark is still the same.
  all() {
    const found = [];
    for (const key of new Set([...keys(), ...memory.keys()])) {
      if (!key.startsWith(this.prefix)) continue;
      const text = memory.get(key) ?? read(key);
      const mark = understood(text);
      if (mark) found.push([key.slice(this.prefix.length), mark, text]);
      else remove(key);
    }
    return found;
  }

  get(registration) {
    return this.all().find(([one]) => one === registration)?.[1];
  }

  keep(registration, mark) {
    write(this.prefix + registration, JSON.stringify(mark));
  }

  // Unless it has been changed since `text` was read.
  forget(registration, text) {
    const key = this.prefix + registration;
    if (text === undefined || (memory.get(key) ?? read(key)) === text) remove(key);
  }
}

export const isAnythingKept = (account) => keys().some((key) => key.startsWith(`${PREFIX}${account}/`));

export function forgetOthers(account) {
  for (const key of keys()) if (!key.startsWith(`${PREFIX}${account}/`)) remove(key);
}

export function forgetAll() {
  for (const key of keys()) remove(key);
}

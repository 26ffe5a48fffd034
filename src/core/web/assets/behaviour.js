// Everything here only makes pages quicker to use: each of them works without a script.
import "./theme.js";
import "./menus.js";
import "./messages.js";
import "./forms.js";
import "./attendance.js";

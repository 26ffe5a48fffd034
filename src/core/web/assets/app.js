import "htmx.org";
import "./behaviour.js";

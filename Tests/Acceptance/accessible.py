"""What keeps a page from being used by keyboard, screen reader or weak eyes, after WCAG 2.2 AA: found in the page as the browser shows it."""

FAULTS = r"""
const faults = [];
const all = (selector) => [...document.querySelectorAll(selector)];
const where = (one) => `<${one.tagName.toLowerCase()}${one.id ? "#" + one.id : ""}${one.className && one.className.baseVal === undefined ? "." + one.className : ""}> ${(one.textContent ?? "").trim().slice(0, 40)}`;
const say = (rule, one, more = "") => faults.push(`${rule}: ${where(one)} ${more}`);
const visible = (one) => one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && !one.closest("[aria-hidden=true]");
const text = (id) => document.getElementById(id)?.textContent.trim() ?? "";

const spoken = (one) => [...one.childNodes].map((part) => {
    if (part.nodeType === Node.TEXT_NODE) return part.data;
    if (part.nodeType !== Node.ELEMENT_NODE || part.getAttribute("aria-hidden") === "true") return "";
    return part.getAttribute("aria-label") ?? part.getAttribute("alt") ?? spoken(part);
}).join(" ").trim();
const name = (one) => one.getAttribute("aria-label")?.trim() || (one.getAttribute("aria-labelledby") ?? "").split(" ").map(text).join(" ").trim()
    || [...(one.labels ?? [])].map(spoken).join(" ").trim() || (/^(submit|reset|button)$/.test(one.type) && one.value) || one.alt || spoken(one) || one.title;

for (const one of all("button, a[href], input:not([type=hidden]), select, textarea, summary, [role=button], [role=link], [role=group][tabindex], [role=application]")) {
    if (visible(one) && !name(one)) say("no name", one);
}
for (const one of all("img")) if (!one.hasAttribute("alt")) say("no alt", one);
for (const one of all("svg[role=img]")) if (!one.querySelector("title") && !one.hasAttribute("aria-label")) say("no title", one);
for (const one of all("nav, [role=region], section[aria-label]")) if (one.tagName === "NAV" && all("nav").length > 1 && !name(one)) say("unnamed landmark", one);
const ids = all("[id]").map((one) => one.id);
for (const id of new Set(ids.filter((id, place) => ids.indexOf(id) !== place))) faults.push(`id twice: ${id}`);
for (const one of all("[aria-labelledby], [aria-describedby], [aria-controls], label[for]")) {
    for (const key of ["aria-labelledby", "aria-describedby", "aria-controls", "for"]) {
        for (const id of (one.getAttribute(key) ?? "").split(" ").filter(Boolean)) if (!document.getElementById(id)) say(`${key} leads nowhere`, one, id);
    }
}
const roles = "alert application button dialog document figure form group heading img link list listitem log main menu menuitem meter navigation none note option presentation progressbar region row search slider status switch tab table tablist tabpanel timer toolbar tooltip".split(" ");
for (const one of all("[role]")) if (!roles.includes(one.getAttribute("role"))) say("no such role", one);
let level = 0;
for (const one of all("h1, h2, h3, h4, h5, h6").filter(visible)) {
    const now = Number(one.tagName[1]);
    if (now > level + 1) say(`a heading of level ${now} after ${level}`, one);
    level = now;
}
if (all("h1").filter(visible).length !== 1) faults.push(`${all("h1").length} headings of level 1`);
if (all("main").length !== 1) faults.push("not one main part");
if (!document.documentElement.lang) faults.push("no language");
if (!document.title.trim()) faults.push("no title");
if (/user-scalable *= *no|maximum-scale/.test(document.querySelector("meta[name=viewport]")?.content ?? "no")) faults.push("no viewport that scales");
for (const one of all("[tabindex]")) if (one.tabIndex > 0) say("tabindex above 0", one);
for (const one of all("li")) if (!["UL", "OL", "MENU"].includes(one.parentElement.tagName)) say("a list's part without a list", one);
for (const one of all("dt, dd")) if (!one.closest("dl")) say("a term without a list", one);
for (const one of all("th")) if (!one.hasAttribute("scope")) say("a head of what", one);
for (const one of all("a button, button a, a a, button button, summary button, summary a")) say("one control within another", one);
for (const one of all("a[target=_blank]")) if (!/noopener|noreferrer/.test(one.rel)) say("opens with a way back", one);

// Contrast: text against what is painted behind it.
const eye = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
const known = new Map();
const colour = (value) => {
    if (!known.has(value)) {
        eye.clearRect(0, 0, 1, 1);
        eye.fillStyle = value;
        eye.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = eye.getImageData(0, 0, 1, 1).data;
        known.set(value, [r, g, b, a / 255]);
    }
    return known.get(value);
};
const over = (top, below) => top.slice(0, 3).map((value, place) => value * top[3] + below[place] * (1 - top[3])).concat(1);
const behind = (one) => {
    const layers = [];
    for (let place = one; place; place = place.parentElement) {
        const style = getComputedStyle(place);
        if (style.backgroundImage !== "none") return null;
        const paint = colour(style.backgroundColor);
        if (paint[3] > 0) layers.push(paint);
        if (paint[3] === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
};
const light = (paint) => {
    const [r, g, b] = paint.map((value) => value / 255).map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const seen = new Set();
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
    const one = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || seen.has(one) || ["SCRIPT", "STYLE", "OPTION", "OPTGROUP", "TITLE"].includes(one.tagName) || one.closest("svg")) continue;
    seen.add(one);
    const box = one.getBoundingClientRect();
    if (!visible(one) || box.width < 2 || box.height < 2 || box.right < 0 || one.closest(":disabled, [aria-disabled=true]")) continue;
    const style = getComputedStyle(one);
    const back = behind(one);
    if (!back) continue;
    let opacity = 1;
    for (let place = one; place; place = place.parentElement) opacity *= Number(getComputedStyle(place).opacity);
    const paint = colour(style.color);
    const front = over([...paint.slice(0, 3), paint[3] * opacity], back);
    const [high, low] = [light(front), light(back)].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    const size = parseFloat(style.fontSize);
    const due = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    if (ratio < due) say("contrast", one, `${ratio.toFixed(2)} of ${due}: ${style.color} on ${back.slice(0, 3).map(Math.round)}`);
}
return faults;
"""

# How far things moved under the reader since the page was opened; 0.1 is what people notice (web.dev/cls).
MOVED = """
const done = arguments[0];
let sum = 0;
new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value; })
    .observe({ type: "layout-shift", buffered: true });
setTimeout(() => done(sum), 100);
"""


def faults(browser):
    return browser.execute_script(FAULTS)


def moved(browser):
    return browser.execute_async_script(MOVED)

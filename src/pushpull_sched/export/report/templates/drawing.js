// ---- drawing -------------------------------------------------------------

// Side by side where they overlap: each cluster has its lanes, those of classes first.
function lanes(events) {
  const sorted = [...events].sort((one, other) => one.start - other.start || other.end - one.end);
  const clusters = [];
  let end = -1;
  for (const event of sorted) {
    if (event.start >= end) clusters.push([]);
    clusters[clusters.length - 1].push(event);
    end = Math.max(end, event.end);
  }
  return clusters.flatMap((cluster) => {
    const isClass = (event) => event.css === "class";
    const left = pack(cluster.filter(isClass)), right = pack(cluster.filter((event) => !isClass(event)));
    const share = !right.count ? 1 : left.count ? 0.4 : 0;
    return [
      ...left.items.map(({ event, lane }) => ({ event, left: (share * lane) / left.count, width: share / left.count })),
      ...right.items.map(({ event, lane }) => ({
        event, left: share + ((1 - share) * lane) / right.count, width: (1 - share) / right.count })),
    ].sort((one, other) => one.event.start - other.event.start);
  });
}
function pack(events) {
  const ends = [];
  const items = events.map((event) => {
    const free = ends.findIndex((end) => end <= event.start);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = event.end;
    return { event, lane };
  });
  return { items, count: ends.length };
}

const roomy = 40;
const minutesTall = (minutes) => `calc(var(--ppm) * ${minutes})`;
const hue = (color) => String((205 + color * 137.5) % 360);

// A rough reckoning of the printed page, on the safe side: what does not fit gets a note.
function fits(texts, minutes, width) {
  const letters = Math.max(1, Math.floor(width * 165 / data.days.length));
  const rows = Math.floor(minutes * (148 / (axisEnd - axisStart)) / 2.95);
  const flat = texts.join(" · ").length;
  return flat <= letters * Math.min(rows, 1) || texts.reduce((sum, text) => sum + Math.ceil(text.length / letters), 0) <= rows;
}

function drawEvent({ event, left, width }, notes) {
  const minutes = event.end - event.start;
  const lines = event.lines().filter((line) => line.length);
  const parts = [make("span", {}, span(event.start, event.end), " ", make("b", {}, ...(event.head ? event.head() : [name(event.title)])))];
  parts.push(...lines.map((line) => make("span", {}, ...line)));
  // The frame tells the setting: its word gives way first where there is little room.
  const crowded = event.session && minutes < roomy && lines.length > 1;
  if (crowded && settings.includes(parts[parts.length - 1].textContent)) parts[parts.length - 1].className = "unseen";
  const texts = parts.filter((part) => !part.className).map((part) => part.textContent);
  const whole = parts.map((part) => part.textContent).join(", ");
  const css = `ev ${event.css}${minutes < 22 ? " flat" : ""}`;
  if (event.session && !fits(texts, minutes, width)) {
    notes.push({ event, parts: parts.map((part) => make("span", {}, ...part.cloneNode(true).childNodes)) });
    parts[0].prepend(make("span", { class: "note" }, `${notes.length}) `));
  }
  const box = event.session
    ? make("button", { type: "button", class: css, on: { click: () => showDetail(event) }, title: whole, "aria-haspopup": "dialog" }, ...parts)
    : make("div", { class: css, title: whole }, ...parts);
  if (event.color !== null) box.style.setProperty("--hue", hue(event.color));
  const item = make("li", {}, box);
  item.style.top = minutesTall(event.start - axisStart);
  item.style.height = minutesTall(minutes);
  item.style.left = `${100 * left}%`;
  item.style.width = `${100 * width}%`;
  return item;
}

// A room that no hours close says nothing.
function hoursText([, , start, end, building]) {
  const first = Math.max(start, axisStart), last = Math.min(end, axisEnd);
  if (building === undefined && first === axisStart && last === axisEnd) return "";
  return `${span(first, last)}${building ? ` ${building}` : ""}`;
}

function drawWeek(view, mask, shown, about) {
  const events = view.events.filter((event) => event.mask & mask);
  const open = view.open && view.open.filter((hours) => hours[0] & mask);
  const notes = [];
  const heads = [make("div")], bodies = [];
  const hours = make("div", { class: "hours", "aria-hidden": "true" });
  for (let minute = axisStart; minute < axisEnd; minute += 60) {
    const mark = make("span", {}, clock(minute));
    mark.style.top = minutesTall(minute - axisStart);
    hours.append(mark);
  }
  bodies.push(hours);
  data.days.forEach((day, at) => {
    const own = events.filter((event) => event.day === at);
    const there = open && open.filter((each) => each[1] === at);
    const when = there && (there.length
      ? [...new Set(there.map(hoursText))].join(", ")
      : "not there");
    heads.push(make("div", { class: "head" }, make(data.weeks > 1 ? "h5" : "h4", {}, day), when ? make("div", { class: "when" }, when) : null));
    const column = make("div", { class: "day" });
    for (const [, , start, end] of there || [[0, at, axisStart, axisEnd]]) {
      const first = Math.max(start, axisStart), last = Math.min(end, axisEnd);
      if (last <= first) continue;
      const free = make("div", { class: "open" });
      free.style.top = minutesTall(first - axisStart);
      free.style.height = minutesTall(last - first);
      column.append(free);
    }
    for (let minute = axisStart + 60; minute < axisEnd; minute += 60) {
      const rule = make("div", { class: "rule" });
      rule.style.top = minutesTall(minute - axisStart);
      column.append(rule);
    }
    const list = make("ol", { class: "events", "aria-label": `${day}: ${counted(own.length, "entry").replace("entrys", "entries")}` });
    list.append(...lanes(own).map((item) => drawEvent(item, notes)));
    column.append(list);
    bodies.push(column);
  });
  const grid = make("div", { class: "grid-week" }, ...heads, ...bodies);
  grid.style.setProperty("--days", data.days.length);
  grid.style.setProperty("--minutes", axisEnd - axisStart);
  const noteList = notes.length ? make("ol", { class: "notes" }, ...notes.map(({ event, parts }) =>
    make("li", {}, `${data.days[event.day]} `, ...joined(parts, "; ")))) : null;
  const section = make("section", { class: `week${notes.length ? " noted" : ""}`, "data-mask": mask, "aria-label": weeksText(mask), hidden: !shown },
    // On paper every week is a page of its own and says whose it is.
    make("p", { class: "paper" }, ...about.map((part) => part.cloneNode(true)),
      make("span", {}, [data.weeks > 1 ? weeksText(mask) : "", data.school, data.term, data.mark].filter(Boolean).join(" · "))),
    data.weeks > 1 ? make("h4", {}, weeksText(mask)) : null,
    make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": `Grid: ${weeksText(mask)}` }, grid), legend({ ...view, events }), noteList);
  section.style.setProperty("--minutes", axisEnd - axisStart);
  return section;
}

// Weeks that are alike are drawn once.
function alike(view) {
  const groups = new Map();
  for (const week of weeksIn(everyWeek)) {
    const bit = 1 << (week - 1);
    const key = JSON.stringify([
      view.events.map((event, at) => (event.mask & bit ? at : -1)).filter((at) => at >= 0),
      (view.open || []).filter((hours) => hours[0] & bit).map((hours) => hours.slice(1)),
    ]);
    groups.set(key, (groups.get(key) || 0) | bit);
  }
  return [...groups.values()];
}

function drawSheet(kind, at) {
  const entity = data[kind][at];
  const view = builders[kind](at);
  const masks = alike(view);
  const minutes = view.own.reduce((sum, session) => sum + (session.end - session.start) * weeksIn(session.mask).length, 0);
  const number = view.own.reduce((sum, session) => sum + weeksIn(session.mask).length, 0);
  const load = `${view.load || `${counted(number, "session")}, ${counted(minutes, "minute")}`}${data.weeks > 1 ? ` in ${data.weeks} weeks` : " a week"}`;
  const label = entity.id !== entity.name && kind !== "teachers" ? make("span", { class: "quiet" }, name(entity.id)) : null;
  const about = [make("b", {}, name(entity.name)), ...(label ? [label] : []),
    make("span", { class: "quiet" }, name(entity.about)), make("span", {}, load)];
  const weeks = masks.map((mask, position) => drawWeek(view, mask, position === 0, about));
  const tabs = masks.length > 1 ? make("div", { class: "tabs", role: "group", "aria-label": "Weeks" }) : null;
  const sheet = make("article", { class: "sheet" },
    make("header", {}, make("h3", { tabindex: "-1" }, name(entity.name)), ...about.slice(1).map((part) => part.cloneNode(true))));
  if ((entity.missing || []).length) sheet.append(make("p", { class: "alert" }, `Missing: ${entity.missing.join("; ")}`));
  if (tabs) {
    const buttons = [...masks.map(weeksText), "All"].map((text, position) => make("button", {
      type: "button", "aria-pressed": String(position === 0), on: { click: () => {
        buttons.forEach((button, other) => button.setAttribute("aria-pressed", String(other === position)));
        weeks.forEach((week, other) => { week.hidden = position < masks.length && other !== position; });
      } } }, text));
    tabs.append(...buttons);
    sheet.append(tabs);
  }
  sheet.append(...weeks);
  return sheet;
}

function legend(view) {
  const services = [...new Set(view.events.filter((event) => event.session).map((event) => event.color))];
  const items = services.sort((one, other) => one - other).map((color) => {
    const box = make("span", { class: "ev session" }, name(data.services[color]));
    box.style.setProperty("--hue", hue(color));
    return make("li", {}, box);
  });
  const has = (css) => view.events.some((event) => event.css.split(" ").includes(css));
  for (const [css, text] of [["push-in", "push-in: solid frame"], ["pull-out", "pull-out: dashed frame"],
    ["consult", "consult: double frame"], ["leave", "leaves the class: dashed frame, white"], ["pause", "lunch, planning: dotted frame"], ["class", "class"]]) {
    if (has(css)) items.push(make("li", {}, make("span", { class: `ev ${css}` }, text)));
  }
  if (view.open) items.push(make("li", { class: "quiet" }, "hatched: not available"));
  return make("ul", { class: "legend", "aria-label": "Legend" }, ...items);
}

// ---- the dialog of a session ----------------------------------------------

function link(kind, at) {
  return make("a", { href: `#${kind}/${at}`, on: { click: () => byId("detail").close() } }, name(data[kind][at].name));
}
function showDetail({ session }) {
  const rows = [
    ["when", [`${data.days[session.day]} ${span(session.start, session.end)}, ${counted(session.end - session.start, "minute")}${data.weeks > 1 ? `, ${weeksText(session.mask).toLowerCase()}` : ""}`]],
    ["setting", [session.setting]],
    ["provider", [link("providers", session.provider)]],
  ];
  if (session.students.length) {
    rows.push([session.students.length === 1 ? "student" : "students", [make("ul", {}, ...session.served.filter(([, student]) => student >= 0).map(([service, student]) =>
      make("li", {}, link("students", student), session.services.length > 1 ? `: ${data.services[service]}` : "")))]]);
  }
  if (session.room >= 0) rows.push(["room", [session.room < data.rooms.length ? link("rooms", session.room) : name(data.places[session.room])]]);
  if (session.met >= 0) rows.push(["class", [link("classes", session.met), ` (${data.classes[session.met].id})`]]);
  const dialog = byId("detail");
  byId("detail-title").replaceChildren(name(titleOf(session)));
  dialog.querySelector("dl").replaceChildren(...rows.flatMap(([term, parts]) => [make("dt", {}, term), make("dd", {}, ...parts)]));
  dialog.showModal();
}
byId("detail-close").addEventListener("click", () => byId("detail").close());

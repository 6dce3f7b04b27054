"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const [axisStart, axisEnd] = data.axis;
  const everyWeek = 2 ** data.weeks - 1;
  const settings = ["push-in", "pull-out", "consult"];
  const kinds = {
    providers: "provider", students: "student", rooms: "room", classes: "class", teachers: "teacher",
  };
  data.teachers = teachersOf(data.classes);

  // ---- small helpers -------------------------------------------------------

  function make(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "on") for (const [event, run] of Object.entries(value)) node.addEventListener(event, run);
      else if (value !== null && value !== false) node.setAttribute(key, value === true ? "" : value);
    }
    node.append(...children.filter((child) => child !== null && child !== ""));
    return node;
  }
  // Names are set apart, so that an Arabic one does not turn the words around it.
  const name = (text) => make("bdi", {}, text);
  const joined = (parts, between = ", ") =>
    parts.flatMap((part, at) => (at ? [between, part] : [part]));
  const clock = (minute) =>
    `${((Math.floor(minute / 60) + 11) % 12) + 1}:${String(minute % 60).padStart(2, "0")}`;
  const span = (start, end) => `${clock(start)}–${clock(end)}`;
  const weeksIn = (mask) =>
    Array.from({ length: data.weeks }, (_, at) => at + 1).filter((week) => mask & (1 << (week - 1)));
  const weeksText = (mask) => {
    const weeks = weeksIn(mask);
    if (mask === everyWeek) return data.weeks === 1 ? "The week" : "Every week";
    return `${weeks.length === 1 ? "Week" : "Weeks"} ${weeks.join(", ")}`;
  };
  const counted = (number, thing) => `${number.toLocaleString("en-US")} ${thing}${number === 1 ? "" : "s"}`;
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const classTitle = (at) => data.classes[at].name;

  function teachersOf(classes) {
    const found = new Map();
    classes.forEach((met, at) => {
      if (!met.teacher) return;
      if (!found.has(met.teacher)) found.set(met.teacher, []);
      found.get(met.teacher).push(at);
    });
    return [...found].map(([teacher, own]) => ({
      id: teacher, name: teacher, classes: own,
      about: [...new Set(own.map((at) => data.classes[at].about).filter(Boolean))].slice(0, 3).join("; "),
    }));
  }

  // ---- what happens in a week ----------------------------------------------
  // An event: mask, day, start, end, css, color (service position or null),
  // title, lines (a function that makes them anew for each drawing), session.

  const sessions = data.sessions.map(([mask, day, start, end, setting, provider, room, met, served]) => ({
    mask, day, start, end, setting: settings[setting], provider, room, met, served,
    services: [...new Set(served.map(([service]) => data.services[service]))],
    students: served.map(([, student]) => student).filter((student) => student >= 0),
  }));

  function meetingAt(session) {
    return data.classes[session.met].meetings.find(([mask, day, start, end]) =>
      mask & session.mask && day === session.day && start <= session.start && session.end <= end);
  }
  function placeOf(session) {
    if (session.room >= 0) return [name(data.rooms[session.room].name)];
    if (session.met < 0) return [];
    const meeting = meetingAt(session);
    const parts = [name(classTitle(session.met))];
    if (data.classes[session.met].teacher) parts.push(name(data.classes[session.met].teacher));
    if (meeting && meeting[4] >= 0) parts.push(name(data.places[meeting[4]]));
    return joined(parts);
  }
  const studentsOf = (session) => {
    const several = session.services.length > 1;
    return joined(session.served.filter(([, student]) => student >= 0).map(([service, student]) => {
      const label = name(data.students[student].name);
      return several ? make("span", {}, label, `: ${data.services[service]}`) : label;
    }));
  };
  const titleOf = (session) => session.services.join(" + ");
  const sessionEvent = (session, lines, css = session.setting) => ({
    mask: session.mask, day: session.day, start: session.start, end: session.end,
    css: `session ${css}`, color: session.served[0][0], title: titleOf(session), lines, session,
  });
  const classEvents = (at, whole = true) =>
    data.classes[at].meetings.map(([mask, day, start, end, place, pull]) => ({
      mask, day, start, end, css: "class", color: null, title: classTitle(at),
      lines: () => [joined([
        ...(whole && data.classes[at].teacher ? [name(data.classes[at].teacher)] : []),
        ...(place >= 0 ? [name(data.places[place])] : []),
        ...(pull === "never" ? ["no pull-out"] : []),
      ])],
      met: at,
    }));
  const overlap = (one, other) =>
    one.mask & other.mask && one.day === other.day && one.start < other.end && other.start < one.end;

  const builders = {
    providers(at) {
      const own = sessions.filter((session) => session.provider === at);
      const pauses = data.providers[at].pauses.map(([mask, day, start, end, title]) => ({
        mask, day, start, end, css: "pause", color: null, title, lines: () => [],
      }));
      return {
        open: data.providers[at].hours, own,
        events: [...own.map((session) => sessionEvent(session, () => [
          studentsOf(session), placeOf(session), [session.setting]])), ...pauses],
      };
    },
    students(at) {
      const own = sessions.filter((session) => session.students.includes(at) && session.setting !== "consult");
      const student = data.students[at];
      const classes = student.classes.flatMap((met) => classEvents(met));
      return {
        open: null, own,
        events: [...classes, ...own.map((session) => sessionEvent(session, () => [
          [name(data.providers[session.provider].name)], placeOf(session), [session.setting]])),
          ...student.away.map(([mask, day, start, end]) => ({
            mask, day, start, end, css: "unavailable", color: null, title: "not available", lines: () => [] }))],
      };
    },
    rooms(at) {
      const own = sessions.filter((session) => session.room === at || (session.met >= 0 && (meetingAt(session) || [])[4] === at));
      const classes = data.classes.flatMap((met, position) =>
        met.meetings.some((meeting) => meeting[4] === at)
          ? classEvents(position).filter((event, index) => met.meetings[index][4] === at) : []);
      const open = data.rooms[at].hours;
      return {
        open: open.length ? open : null, own,
        events: [...classes, ...own.map((session) => sessionEvent(session, () => [
          [name(data.providers[session.provider].name)], studentsOf(session), [session.setting]]))],
      };
    },
    classes(at) { return forClasses([at]); },
    teachers(at) { return forClasses(data.teachers[at].classes); },
  };

  // Who comes in and who leaves, for a class or for all classes of a teacher.
  function forClasses(classes) {
    const events = classes.flatMap((at) => classEvents(at, false));
    const inside = sessions.filter((session) => classes.includes(session.met));
    const leaving = [];
    for (const session of sessions) {
      if (session.setting !== "pull-out") continue;
      const students = session.students.filter((student) =>
        events.some((event) => data.students[student].classes.includes(event.met) && overlap(event, session)));
      if (students.length) {
        const touched = events.filter((event) => overlap(event, session));
        leaving.push({
          ...sessionEvent(session, () => [[name(titleOf(session)), " with ", name(data.providers[session.provider].name)]], "leave"),
          mask: touched.reduce((mask, event) => mask | event.mask, 0) & session.mask,
          head: () => ["out: ", ...joined(students.map((student) => name(data.students[student].name)))],
        });
      }
    }
    const coming = inside.map((session) => ({
      ...sessionEvent(session, () => [[name(titleOf(session)), ": ", ...studentsOf(session)]]),
      head: () => ["in: ", name(data.providers[session.provider].name)],
    }));
    const times = (list) => list.reduce((sum, event) => sum + weeksIn(event.mask).length, 0);
    return {
      open: null, own: inside, events: [...events, ...coming, ...leaving],
      load: `someone comes in ${counted(times(coming), "time")}, students leave ${counted(times(leaving), "time")}`,
    };
  }

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
      notes.push({ event, parts: parts.map((part) => part.cloneNode(true)) });
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
        ? [...new Set(there.map(([, , start, end, building]) => `${span(start, end)}${building ? ` ${building}` : ""}`))].join(", ")
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
    if (session.room >= 0) rows.push(["room", [link("rooms", session.room)]]);
    if (session.met >= 0) rows.push(["class", [link("classes", session.met), ` (${data.classes[session.met].id})`]]);
    const dialog = byId("detail");
    byId("detail-title").replaceChildren(name(titleOf(session)));
    dialog.querySelector("dl").replaceChildren(...rows.flatMap(([term, parts]) => [make("dt", {}, term), make("dd", {}, ...parts)]));
    dialog.showModal();
  }
  byId("detail-close").addEventListener("click", () => byId("detail").close());

  // ---- choosing and finding ---------------------------------------------------

  const who = byId("who"), find = byId("find"), stage = byId("timetable");
  const radios = [...document.querySelectorAll("input[name=kind]")];
  let current = { kind: "providers", at: 0 };

  const optionText = (kind, entity) => {
    const id = entity.id !== entity.name && kind !== "teachers" ? ` [${entity.id}]` : "";
    return `${entity.name}${id}${kind === "classes" && entity.about ? `, ${entity.about}` : ""}`;
  };
  function show(kind, at, focus = false) {
    if (!data[kind] || !data[kind][at]) return;
    if (kind !== current.kind || !who.options.length) {
      who.replaceChildren(...data[kind].map((entity, position) => make("option", { value: position }, optionText(kind, entity))));
    }
    current = { kind, at };
    radios.forEach((radio) => { radio.checked = radio.value === kind; });
    who.value = String(at);
    byId("previous").disabled = at === 0;
    byId("next").disabled = at === data[kind].length - 1;
    stage.replaceChildren(drawSheet(kind, at));
    if (focus) {
      byId("timetables").scrollIntoView();
      stage.querySelector("h3").focus({ preventScroll: true });
    }
  }
  const go = (kind, at) => { location.hash = `${kind}/${at}`; };
  function fromHash() {
    const [kind, at] = location.hash.slice(1).split("/");
    if (kind in kinds && data[kind][Number(at)]) show(kind, Number(at), true);
  }
  radios.forEach((radio) => {
    radio.disabled = !data[radio.value].length;
    radio.addEventListener("change", () => show(radio.value, 0));
  });
  who.addEventListener("change", () => show(current.kind, Number(who.value)));
  byId("previous").addEventListener("click", () => show(current.kind, current.at - 1));
  byId("next").addEventListener("click", () => show(current.kind, current.at + 1));
  window.addEventListener("hashchange", fromHash);

  const most = 12;
  const everything = Object.keys(kinds).flatMap((kind) => data[kind].map((entity, at) => ({
    kind, at, text: plain(`${entity.name} ${entity.id} ${entity.about} ${entity.teacher || ""}`), starts: plain(entity.name) })));
  let hits = [];
  function search() {
    const words = plain(find.value).split(/\s+/).filter(Boolean);
    hits = words.length ? everything.filter(({ text }) => words.every((word) => text.includes(word))) : [];
    hits.sort((one, other) => Number(other.starts.startsWith(words[0])) - Number(one.starts.startsWith(words[0])));
    byId("found-count").textContent = words.length
      ? `${hits.length ? counted(hits.length, "timetable") : "Nothing"} found${hits.length > most ? `, the first ${most} shown` : ""}${hits.length ? "; Enter opens the first" : ""}` : "";
    byId("found").replaceChildren(...hits.slice(0, most).map(({ kind, at }) => make("li", {}, make("button", {
      type: "button", on: { click: () => { clear(); show(kind, at, true); } } },
      name(optionText(kind, data[kind][at])), make("span", { class: "quiet" }, ` ${kinds[kind]}`)))));
  }
  function clear() { find.value = ""; search(); }
  find.addEventListener("input", search);
  find.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && hits.length) { const [{ kind, at }] = hits; clear(); show(kind, at, true); }
    if (event.key === "Escape") clear();
  });

  // Links to a person go to the timetable itself.
  document.querySelectorAll("a[data-open]").forEach((anchor) => { anchor.href = `#${anchor.dataset.open}`; });
  document.addEventListener("click", (event) => {
    const anchor = event.target.closest("a[href^='#']");
    if (anchor && anchor.getAttribute("href") === location.hash) fromHash();
  });

  // ---- printing ---------------------------------------------------------------

  function printOnly(before) {
    document.body.classList.add("only");
    if (before) before();
    window.print();
  }
  window.addEventListener("afterprint", () => {
    document.body.classList.remove("only");
    if (stage.children.length > 1) show(current.kind, current.at);
  });
  byId("print-one").addEventListener("click", () => printOnly());
  byId("print-all").addEventListener("click", () => printOnly(() =>
    stage.replaceChildren(...data[current.kind].map((_, at) => drawSheet(current.kind, at)))));

  // ---- compliance ---------------------------------------------------------------

  const table = byId("services");
  if (table) {
    const rows = [...table.tBodies[0].rows].map((row) => ({ row, text: plain(row.textContent) }));
    const selects = [...document.querySelectorAll("#filters select")];
    const valuesOf = (row, column) => row.dataset[column].split("\n").filter(Boolean);
    for (const select of selects) {
      const values = new Set(rows.flatMap(({ row }) => valuesOf(row, select.dataset.column)));
      select.append(...[...values].sort().map((value) => make("option", { value }, value)));
    }
    const filter = () => {
      const words = plain(byId("filter-text").value).split(/\s+/).filter(Boolean);
      let number = 0;
      for (const { row, text } of rows) {
        row.hidden = !(words.every((word) => text.includes(word)) &&
          selects.every((select) => !select.value || valuesOf(row, select.dataset.column).includes(select.value)));
        number += row.hidden ? 0 : 1;
      }
      byId("filter-count").textContent = `${number} of ${counted(rows.length, "service")} shown`;
    };
    selects.forEach((select) => select.addEventListener("change", filter));
    byId("filter-text").addEventListener("input", filter);
    byId("filter-clear").addEventListener("click", () => {
      byId("filter-text").value = "";
      selects.forEach((select) => { select.value = ""; });
      filter();
    });
    byId("filters").hidden = false;
    filter();
  }

  // ---- dark and light -------------------------------------------------------------

  const theme = byId("theme"), root = document.documentElement;
  const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  const nameTheme = () => { theme.textContent = dark() ? "Light page" : "Dark page"; };
  theme.addEventListener("click", () => { root.dataset.theme = dark() ? "light" : "dark"; nameTheme(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", nameTheme);
  nameTheme();
  theme.hidden = false;

  byId("controls").hidden = false;
  const first = Object.keys(kinds).find((kind) => data[kind].length);
  if (first) show(first, 0);
  fromHash();
})();

(function () {
'use strict';
var byId = function (id) { return document.getElementById(id); };
var all = function (sel, at) { return Array.prototype.slice.call((at || document).querySelectorAll(sel)); };
var root = document.documentElement, view = byId('view');
var first = all('.pane')[0], drawing = first.querySelector(':scope > svg');
var size = drawing.viewBox.baseVal, frames = all('#frames > li'), steps = all('aside > section');
var panes = [], now = +document.body.dataset.shown, pair = false;
var zoom = 1, x = 0, y = 0, focus = null, hits = [], hit = -1;

/* ---- panes: one drawing, or two that move together ---- */

function pane(element) {
  var svg = element.querySelector(':scope > svg');
  return {
    element: element, svg: svg, label: element.querySelector(':scope > b'),
    parts: all('[data-frames]', svg).map(function (g) {
      return { g: g, spans: g.dataset.frames.split(' ').map(function (s) { return s.split('-').map(Number); }) };
    })
  };
}

function is_in(part, frame) {
  return part.spans.some(function (s) { return s[0] <= frame && frame <= s[1]; });
}

function show_in(p, frame) {
  p.parts.forEach(function (part) {
    if (is_in(part, frame)) part.g.removeAttribute('display');
    else part.g.setAttribute('display', 'none');
  });
  p.label.textContent = frames[frame].textContent;
  p.label.hidden = frames.length < 2;
}

function go(frame) {
  now = Math.max(0, Math.min(frames.length - 1, frame));
  var step = now % 2 ? now : now - 1;
  if (pair) {
    var left = now % 2 ? now - 1 : Math.max(0, now - 2);
    show_in(panes[0], left);
    show_in(panes[1], Math.min(left + 2, frames.length - 1));
    step = left + 1;
  } else {
    show_in(panes[0], now);
  }
  steps.forEach(function (s) { s.hidden = +s.dataset.frame !== step; });
  byId('first').hidden = step >= 0 || frames.length < 2;
  all('#rail button').forEach(function (b) {
    var on = pair ? +b.dataset.go === step : +b.dataset.go === now;
    b.setAttribute('aria-current', on);
    if (on && b.scrollIntoView) b.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
  byId('said').textContent = frames[now].textContent;
  if (frames.length > 1) {
    try { history.replaceState(null, '', '#' + now); } catch (e) { /* a page without an address */ }
  }
  mark();
}

function set_pair(on) {
  pair = on && frames.length > 1;
  byId('pair').setAttribute('aria-pressed', pair);
  if (pair && panes.length < 2) {
    var copy = first.cloneNode(true);
    view.appendChild(copy);
    panes.push(pane(copy));
    listen(panes[1]);
  }
  if (panes[1]) panes[1].element.hidden = !pair;
  go(now);
  fit();
}

/* ---- zoom and pan ---- */

function place(glide) {
  panes.forEach(function (p) {
    p.svg.classList.toggle('glides', !!glide);
    p.svg.style.transform = 'translate(' + x + 'px,' + y + 'px) scale(' + zoom + ')';
  });
}

function fit(at_once) {
  var w = first.clientWidth, h = first.clientHeight;
  zoom = Math.max(0.05, Math.min(1.5, w / size.width, h / size.height));
  x = (w - size.width * zoom) / 2;
  y = (h - size.height * zoom) / 2;
  place(at_once !== true);
}

function zoom_at(factor, cx, cy) {
  var to = Math.max(0.05, Math.min(8, zoom * factor));
  x = cx - (cx - x) * to / zoom;
  y = cy - (cy - y) * to / zoom;
  zoom = to;
  place();
}

function zoom_middle(factor) { zoom_at(factor, first.clientWidth / 2, first.clientHeight / 2); }

function move_to(g) {
  var b = g.getBBox();
  if (zoom < 0.6) zoom = 1;
  x = first.clientWidth / 2 - (b.x + b.width / 2) * zoom;
  y = first.clientHeight / 2 - (b.y + b.height / 2) * zoom;
  place(true);
}

function listen(p) {
  var el = p.element, from = null, moved = false, touches = {};
  el.addEventListener('wheel', function (e) {
    e.preventDefault();
    var r = el.getBoundingClientRect();
    if (e.ctrlKey || e.metaKey) zoom_at(Math.exp(-e.deltaY / 240), e.clientX - r.left, e.clientY - r.top);
    else { x -= e.shiftKey ? e.deltaY : e.deltaX; y -= e.shiftKey ? 0 : e.deltaY; place(); }
  }, { passive: false });
  el.addEventListener('pointerdown', function (e) {
    if (e.button) return;
    touches[e.pointerId] = e;
    from = { x: e.clientX - x, y: e.clientY - y, sx: e.clientX, sy: e.clientY };
    moved = false;
  });
  el.addEventListener('pointermove', function (e) {
    if (!touches[e.pointerId]) return;
    var ids = Object.keys(touches);
    if (ids.length === 2) {
      var other = touches[ids[0] == e.pointerId ? ids[1] : ids[0]], old = touches[e.pointerId];
      var r = el.getBoundingClientRect();
      var d = function (a) { return Math.hypot(a.clientX - other.clientX, a.clientY - other.clientY) || 1; };
      zoom_at(d(e) / d(old), (e.clientX + other.clientX) / 2 - r.left, (e.clientY + other.clientY) / 2 - r.top);
      moved = true;
    } else if (moved || Math.hypot(e.clientX - from.sx, e.clientY - from.sy) > 4) {
      if (!moved) { el.setPointerCapture(e.pointerId); el.classList.add('drags'); }
      moved = true;
      x = e.clientX - from.x;
      y = e.clientY - from.y;
      place();
    }
    touches[e.pointerId] = e;
  });
  var end = function (e) { delete touches[e.pointerId]; el.classList.remove('drags'); };
  el.addEventListener('pointerup', end);
  el.addEventListener('pointercancel', end);
  el.addEventListener('click', function (e) {
    if (moved) { e.preventDefault(); return; }
    var g = e.target.closest('.table[data-node]');
    set_focus(g && g.dataset.node !== focus ? g.dataset.node : null);
  });
}

/* ---- focus and search ---- */

function is_shown(g) { return g.getAttribute('display') !== 'none'; }

function visible(p, sel) { return all(sel, p.svg).filter(is_shown); }

function set_focus(node) {
  focus = node;
  all('.here').forEach(function (r) { r.classList.remove('here'); });
  mark();
}

function near(p) {
  var nodes = {};
  nodes[focus] = true;
  visible(p, '.relation[data-ends]').forEach(function (r) {
    var ends = r.dataset.ends.split(' ');
    if (ends.indexOf(focus) >= 0) { nodes[ends[0]] = nodes[ends[1]] = true; }
  });
  return nodes;
}

function mark() {
  var word = byId('search').value.trim().toLowerCase();
  hits = [];
  panes.forEach(function (p, i) {
    var nodes = focus === null ? null : near(p);
    all('.dim,.hit', p.svg).forEach(function (g) { g.classList.remove('dim', 'hit'); });
    visible(p, '.table[data-node]').forEach(function (g) {
      if (nodes && !nodes[g.dataset.node]) g.classList.add('dim');
      if (word && g.textContent.toLowerCase().indexOf(word) >= 0) {
        g.classList.add('hit');
        g.classList.remove('dim');
        if (i === 0) hits.push(g);
      } else if (word && !nodes) {
        g.classList.add('dim');
      }
    });
    if (!nodes) return;
    visible(p, '.joint').forEach(function (j) { j.classList.add('dim'); });
    visible(p, '.relation[data-ends]').forEach(function (r) {
      if (r.dataset.ends.split(' ').indexOf(focus) < 0) r.classList.add('dim');
    });
  });
  byId('found').textContent = word ? hits.length + (hits.length === 1 ? ' table' : ' tables') : '';
}

function next_hit(by) {
  if (!hits.length) return;
  hit = (hit + by + hits.length) % hits.length;
  move_to(hits[hit]);
}

/* Shows a table of the list, and the row that it is about. */
function show_table(node, row) {
  var to = null;
  set_focus(node);
  panes.forEach(function (p) {
    var g = visible(p, '.table[data-node="' + node + '"]')[0];
    var r = g && row && g.querySelector('.row[data-row="' + row + '"]');
    if (r) r.classList.add('here');
    to = to || r || g;
  });
  if (to) move_to(to);
}

/* ---- dark or light ---- */

var prefers = matchMedia('(prefers-color-scheme: dark)'), chosen = null;
function set_dark(on) {
  root.classList.toggle('dark', on);
  byId('dark').setAttribute('aria-pressed', on);
}
prefers.addEventListener('change', function () { if (chosen === null) set_dark(prefers.matches); });

/* ---- what people do ---- */

var does = {
  back: function () { go(pair ? now - 2 : now - 1); },
  on: function () { go(pair ? now + 2 : now + 1); },
  pair: function () { set_pair(!pair); },
  dark: function () { chosen = !root.classList.contains('dark'); set_dark(chosen); },
  closer: function () { zoom_middle(1.25); },
  further: function () { zoom_middle(0.8); },
  fit: fit
};
all('button[data-do]').forEach(function (b) { b.addEventListener('click', does[b.dataset.do]); });
all('button[data-go]').forEach(function (b) { b.addEventListener('click', function () { go(+b.dataset.go); }); });
all('button[data-table]').forEach(function (b) {
  b.addEventListener('click', function () { show_table(b.dataset.table, b.dataset.row); });
});

var keys = {
  ArrowLeft: does.back, ArrowRight: does.on, p: does.back, n: does.on, s: does.pair, d: does.dark,
  '+': does.closer, '=': does.closer, '-': does.further, '0': does.fit,
  Home: function () { go(0); }, End: function () { go(frames.length - 1); },
  Escape: function () { byId('search').value = ''; set_focus(null); },
  '/': function () { byId('search').focus(); }
};
addEventListener('keydown', function (e) {
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  if (e.target === byId('search')) {
    if (e.key === 'Enter') { e.preventDefault(); next_hit(e.shiftKey ? -1 : 1); }
    if (e.key === 'Escape') { keys.Escape(); e.target.blur(); }
    return;
  }
  if (e.shiftKey && e.key.indexOf('Arrow') === 0) {
    x += e.key === 'ArrowLeft' ? 60 : e.key === 'ArrowRight' ? -60 : 0;
    y += e.key === 'ArrowUp' ? 60 : e.key === 'ArrowDown' ? -60 : 0;
    place();
    return;
  }
  if (keys[e.key]) { e.preventDefault(); keys[e.key](); }
});
byId('search').addEventListener('input', function () {
  hit = -1;
  mark();
});
addEventListener('resize', function () { fit(true); });

panes.push(pane(first));
listen(panes[0]);
set_dark(prefers.matches);
var asked = /^#(\d+)$/.exec(location.hash);
go(asked ? +asked[1] : now);
fit(true);
})();
